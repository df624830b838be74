//! THE table: every action, its name, group, default keys and help line. The key map, the help, the
//! hints and `assets/keys.md` read it; none repeats it.

use std::fmt::Write as _;

use super::command::Command;

/// Where the keys of an action are live, and under which heading help lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving in the text.
    Move,
    /// Places of the trail.
    Trail,
    /// Panes and focus.
    Panes,
    /// What is set aside.
    Folds,
    /// Finding words.
    Search,
    /// Notes.
    Notes,
    /// Reports, help and leaving.
    Program,
    /// While a stretch of text is being selected.
    Select,
    /// In lists: documents, notes, help, the apparatus.
    Lists,
    /// While words are being typed.
    Typing,
}

impl Group {
    /// All groups in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Move,
        Self::Trail,
        Self::Panes,
        Self::Folds,
        Self::Search,
        Self::Notes,
        Self::Program,
        Self::Select,
        Self::Lists,
        Self::Typing,
    ];

    /// Returns the heading in the help.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Trail => "Trail",
            Self::Panes => "Panes",
            Self::Folds => "Folds",
            Self::Search => "Search",
            Self::Notes => "Notes",
            Self::Program => "Program",
            Self::Select => "While selecting",
            Self::Lists => "In lists",
            Self::Typing => "While typing",
        }
    }

    /// Returns the set of keys that the group belongs to; keys are unique within one.
    #[must_use]
    pub fn scope(self) -> Scope {
        match self {
            Self::Select => Scope::Select,
            Self::Lists => Scope::List,
            Self::Typing => Scope::Typing,
            _ => Scope::Reader,
        }
    }
}

/// A set of keys that are live together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Reading.
    Reader,
    /// Selecting words.
    Select,
    /// A list is open.
    List,
    /// Words are being typed.
    Typing,
}

macro_rules! actions {
    ($($variant:ident $name:literal $group:ident [$($key:literal),*] $help:literal;)*) => {
        /// What a key can do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action { $(#[doc = $help] $variant,)* }

        impl Action {
            /// All actions in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Returns the name by which an action is called.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the group that help lists it under.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$variant => Group::$group,)* }
            }

            /// Returns the key sequences it has by default.
            #[must_use]
            pub fn default_keys(self) -> &'static [&'static str] {
                match self { $(Self::$variant => &[$($key),*],)* }
            }

            /// Returns the line that help shows.
            #[must_use]
            pub fn help(self) -> &'static str {
                match self { $(Self::$variant => $help,)* }
            }
        }
    };
}

actions! {
    NextStop        "next-stop"         Move    ["j", "down"]            "Go to the next stop";
    PreviousStop    "previous-stop"     Move    ["k", "up"]              "Go to the previous stop";
    NextSentence    "next-sentence"     Move    [")"]                    "Go to the next sentence";
    PreviousSentence "previous-sentence" Move   ["("]                    "Go to the previous sentence";
    NextParagraph   "next-paragraph"    Move    ["}"]                    "Go to the next paragraph";
    PreviousParagraph "previous-paragraph" Move ["{"]                    "Go to the previous paragraph";
    HalfPageDown    "half-page-down"    Move    ["ctrl-d"]               "Scroll down half a pane";
    HalfPageUp      "half-page-up"      Move    ["ctrl-u"]               "Scroll up half a pane";
    PageDown        "page-down"         Move    ["space", "page-down"]   "Scroll down a pane";
    PageUp          "page-up"           Move    ["b", "page-up"]         "Scroll up a pane";
    RowDown         "row-down"          Move    ["ctrl-e"]               "Scroll down one row";
    RowUp           "row-up"            Move    ["ctrl-y"]               "Scroll up one row";
    Start           "start"             Move    ["gg", "home"]           "Go to the title, with the summary above; with a number: to that stop";
    End             "end"               Move    ["G", "end"]             "Go to the end; with a number: to that stop";
    CursorMiddle    "cursor-middle"     Move    ["zz"]                   "Put the cursor's row in the middle";
    CursorTop       "cursor-top"        Move    ["zt"]                   "Put the cursor's row at the top";
    CursorBottom    "cursor-bottom"     Move    ["zb"]                   "Put the cursor's row at the bottom";
    Counterpart     "counterpart"       Move    ["enter"]                "Open the fold, else go to the counterpart in the next pane";
    NextCounterpart "next-counterpart"  Move    ["%"]                    "Show the next of several counterparts";
    PerCent         "per-cent"          Move    ["g%"]                   "With a number before it: go so many per cent into the document";
    Mark            "mark"              Move    ["m"]                    "Mark this place with the letter typed next";
    GoToMark        "go-to-mark"        Move    ["'"]                    "Go to the mark of the letter typed next; twice: before the last jump";
    Back            "back"              Move    ["ctrl-o"]               "Go back to where you were before the last jump";
    Forward         "forward"           Move    ["g,"]                   "Go forward again";

    NextPlace       "next-place"        Trail   [".", "]c", "f7"]        "Go to the next place of the trail";
    PreviousPlace   "previous-place"    Trail   [",", "[c", "shift-f7"]  "Go to the previous place of the trail";
    NextOnly        "next-only-here"    Trail   ["]u"]                   "Walk what is only here, forward";
    PreviousOnly    "previous-only-here" Trail  ["[u"]                   "Walk what is only here, back";
    NextShared      "next-shared"       Trail   ["]r"]                   "Walk what is shared, forward";
    PreviousShared  "previous-shared"   Trail   ["[r"]                   "Walk what is shared, back";
    NextHit         "next-search-hit"   Trail   ["]s"]                   "Walk the search hits, forward";
    PreviousHit     "previous-search-hit" Trail ["[s"]                   "Walk the search hits, back";
    NextNote        "next-note"         Trail   ["]a"]                   "Walk the notes, forward";
    PreviousNote    "previous-note"     Trail   ["[a"]                   "Walk the notes, back";
    NextConflict    "next-conflict"     Trail   ["]x"]                   "Walk conflicts and looks, forward (not looked for yet)";
    PreviousConflict "previous-conflict" Trail  ["[x"]                   "Walk conflicts and looks, back (not looked for yet)";
    NextQuotation   "next-quotation"    Trail   ["]q"]                   "Walk the quotations, forward (not looked for yet)";
    PreviousQuotation "previous-quotation" Trail ["[q"]                  "Walk the quotations, back (not looked for yet)";

    NextPane        "next-pane"         Panes   ["tab", "l", "right"]    "Focus the next pane; with one pane, show the next document";
    PreviousPane    "previous-pane"     Panes   ["shift-tab", "h", "left"] "Focus the previous pane";
    Document1       "document-1"        Panes   ["g1"]                   "Go to document A";
    Document2       "document-2"        Panes   ["g2"]                   "Go to document B";
    Document3       "document-3"        Panes   ["g3"]                   "Go to document C";
    Document4       "document-4"        Panes   ["g4"]                   "Go to document D";
    Document5       "document-5"        Panes   ["g5"]                   "Go to document E";
    Document6       "document-6"        Panes   ["g6"]                   "Go to document F";
    Document7       "document-7"        Panes   ["g7"]                   "Go to document G";
    Document8       "document-8"        Panes   ["g8"]                   "Go to document H";
    Document9       "document-9"        Panes   ["g9"]                   "Go to document I";
    Base            "base"              Panes   ["gb"]                   "Make this document the base: first in the summary, and coverage goes by it";
    PaneCount       "pane-count"        Panes   ["w"]                    "Show one pane more, then one again";
    Zoom            "zoom"              Panes   ["+"]                    "Show the focused pane alone, or all panes again";
    Even            "even"              Panes   ["_"]                    "Make all panes of even width";
    Wider           "wider"             Panes   [">"]                    "Make the focused pane four columns wider";
    Narrower        "narrower"          Panes   ["<"]                    "Make the focused pane four columns narrower";
    Apparatus       "apparatus"         Panes   ["p"]                    "Open or close the apparatus at the foot";
    IntoApparatus   "into-apparatus"    Panes   ["B"]                    "Move into the apparatus, to choose a document";
    Unlock          "unlock"            Panes   ["s"]                    "Unlock the focused pane from the others, or lock it again";
    LockHere        "lock-here"         Panes   ["S"]                    "Lock the focused pane here: along in parallel until the next linked stop";
    Pin             "pin"               Panes   ["P"]                    "Pin this place to one of another document: P at the one, then at the other";

    FoldOpen        "fold-open"         Folds   ["zo"]                   "Open the fold under the cursor, from now on for this outlet";
    FoldClose       "fold-close"        Folds   ["zc"]                   "Close the fold under the cursor, from now on for this outlet";
    FoldToggle      "fold-toggle"       Folds   ["za"]                   "Open or close the fold under the cursor";
    FoldsOpen       "folds-open"        Folds   ["zR"]                   "Open all folds of this document";
    FoldsClose      "folds-close"       Folds   ["zM"]                   "Close all folds of this document";

    Search          "search"            Search  ["/"]                    "Find words in all documents";
    SearchNext      "search-next"       Search  ["n"]                    "Go to the next hit";
    SearchHere      "search-here"       Search  ["*"]                    "Find the words of this stop in all documents";
    SearchPrevious  "search-previous"   Search  ["N"]                    "Go to the previous hit";

    OnlyHits        "only-hits"         Search  ["&"]                    "Show only what has a search hit";
    Filter          "filter"            Search  ["f"]                    "Show only what answers a filter: by relation, outlet, note, length or words";
    ShowAll         "show-all"          Search  ["f5"]                   "Show all again";

    SelectStart     "select"            Notes   ["v"]                    "Select words, from the stop under the cursor";
    NoteAdd         "note-add"          Notes   ["a"]                    "Write a note on this stop";
    NotesList       "notes-list"        Notes   ["A"]                    "List the notes, and what is remembered of documents";
    NoteEdit        "note-edit"         Notes   ["e"]                    "Edit the note under the cursor";
    NoteDelete      "note-delete"       Notes   ["dd"]                   "Delete the note under the cursor";
    NoteTags        "note-tags"         Notes   ["t"]                    "Tag the note or draft under the cursor";
    NoteRating      "note-rating"       Notes   ["R"]                    "Rate the note or draft under the cursor, in your own words";
    NotePlace       "note-place"        Notes   ["L"]                    "Add this place to the draft left with Esc, else to the note written or visited last";
    NextNotePlace   "next-note-place"   Notes   ["ga"]                   "Go to the next place of the note under the cursor";
    NoteWords       "note-words"        Notes   ["gv"]                   "Select other words for the note under the cursor";
    NoteConfirm     "note-confirm"      Notes   ["gy"]                   "Confirm that the moved note under the cursor stands here";
    NoteReject      "note-reject"       Notes   ["gn"]                   "Reject this place of the moved note under the cursor: it becomes an orphan";
    SaveAgain       "save-again"        Notes   ["ctrl-s"]               "Try again to save what could not be saved";
    Undo            "undo"              Notes   ["u"]                    "Undo the last change: a note, its place, tags or rating, a name, fold, label, pin, cut or version";
    Redo            "redo"              Notes   ["ctrl-r"]               "Redo what was undone last";

    Copy            "copy"              Program ["y"]                    "Copy the words under the cursor, with where they stand";
    CopyAll         "copy-all"          Program ["Y"]                    "Copy every document's words for this place";
    Export          "export"            Program ["x"]                    "Write the comparison or the notes into a file";
    Report          "report"            Program ["i"]                    "Show the report on this document: each block with its label and reason";
    Original        "original"          Program ["c"]                    "Show this document as it came, or cleaned again";
    Reload          "reload"            Program ["gr"]                   "Read files that changed again";
    Configure       "reload-configuration" Program ["gR"]                "Read the configuration again, and say what changed";
    Command         "command"           Program [":"]                    "Type a command, or any action by name";
    Why             "why"               Program ["K"]                    "Explain the mark under the cursor";
    Coverage        "coverage"          Program ["M"]                    "Coverage: which document has which passage";
    Facts           "facts"             Program ["F"]                    "Facts: a table of what each document says (not looked for yet)";
    Quotations      "quotations"        Program ["Q"]                    "Quotations: who says what, as a table (not looked for yet)";
    Documents       "documents"         Program ["o"]                    "List the documents";
    Help            "help"              Program ["?", "f1"]              "Show the keys: the twelve to begin with, then all";
    WeakLinks       "weak-links"        Program ["gw"]                   "Show or hide weak links";
    Theme           "theme"             Program ["T"]                    "Take the next theme";
    Quit            "quit"              Program ["q"]                    "Leave; asks where a note is not saved";
    QuitNow         "interrupt"         Program ["ctrl-c"]               "Leave; a second time without asking";
    Suspend         "suspend"           Program ["ctrl-z"]               "Go to the shell; fg comes back";
    Repaint         "repaint"           Program ["ctrl-l"]               "Draw the window anew";
    Escape          "escape"            Program ["esc"]                  "One level back, never out";

    SelectRight     "select-right"      Select  ["l", "right"]           "Move the end one character on";
    SelectLeft      "select-left"       Select  ["h", "left"]            "Move the end one character back";
    SelectWord      "select-word"       Select  ["w"]                    "Move the end to the next word";
    SelectBack      "select-back"       Select  ["b"]                    "Move the end to the word before";
    SelectWordEnd   "select-word-end"   Select  ["e"]                    "Move the end to the end of the word";
    SelectDown      "select-down"       Select  ["j", "down"]            "Move the end to the next stop";
    SelectUp        "select-up"         Select  ["k", "up"]              "Move the end to the stop before";
    SelectOther     "select-other-end"  Select  ["o"]                    "Move the other end";
    SelectNote      "select-note"       Select  ["a", "enter"]           "Write a note on the selection; after gv: take these words for the note";
    SelectPlace     "select-place"      Select  ["L"]                    "Add the selection to the draft left with Esc, else to the note written or visited last";
    SelectCopy      "select-copy"       Select  ["y"]                    "Copy the selection, with where it stands";
    SelectSearch    "select-search"     Select  ["*"]                    "Find the selected words in all documents";
    SelectQuit      "select-quit"       Select  ["esc", "v", "q"]        "Leave the selection";

    ListDown        "list-down"         Lists   ["j", "down"]            "Next entry";
    ListUp          "list-up"           Lists   ["k", "up"]              "Previous entry";
    ListPageDown    "list-page-down"    Lists   ["ctrl-d", "space", "page-down"] "Half a page down";
    ListPageUp      "list-page-up"      Lists   ["ctrl-u", "b", "page-up"] "Half a page up";
    ListStart       "list-start"        Lists   ["gg", "home"]           "First entry";
    ListEnd         "list-end"          Lists   ["G", "end"]             "Last entry";
    ListLeft        "list-left"         Lists   ["h", "left"]            "Coverage: the document to the left";
    ListRight       "list-right"        Lists   ["l", "right"]           "Coverage: the document to the right";
    ListOrder       "list-order"        Lists   ["s"]                    "Coverage: in the order of the base, or most shared first";
    ListAbsent      "list-absent"       Lists   ["a"]                    "Coverage: only what is linked in all others and not in this one";
    ListPane        "list-pane"         Lists   ["w"]                    "Documents: show it in a pane, or take its pane away";
    ListEarlier     "list-earlier"      Lists   ["<"]                    "Documents: move its pane to the left";
    ListLater       "list-later"        Lists   [">"]                    "Documents: move its pane to the right";
    ListBase        "list-base"         Lists   ["gb"]                   "Documents: make it the base";
    ListSearch      "list-search"       Lists   ["/"]                    "Show only the lines with some words, in help and pages; only notes with some words, #tags or a state";
    ListChoose      "list-choose"       Lists   ["enter"]                "Take the entry";
    ListEdit        "list-edit"         Lists   ["e"]                    "Edit the note";
    ListDelete      "list-delete"       Lists   ["dd"]                   "Delete the note; take a choice back; close the document";
    ListTags        "list-tags"         Lists   ["t"]                    "Tag the note";
    ListRating      "list-rating"       Lists   ["R"]                    "Rate the note";
    ListWords       "list-words"        Lists   ["gv"]                   "Select other words for the note";
    ListConfirm     "list-confirm"      Lists   ["gy"]                   "Confirm where a moved note stands";
    ListReject      "list-reject"       Lists   ["gn"]                   "Reject where a moved note was found";
    ListReport      "list-report"       Lists   ["i"]                    "Show the report on the document, or the whole note with its places; again: close it";
    ListUndo        "list-undo"         Lists   ["u"]                    "Undo the last change";
    ListRedo        "list-redo"         Lists   ["ctrl-r"]               "Redo what was undone last";
    ListSave        "list-save"         Lists   ["ctrl-s"]               "Try again to save what could not be saved";
    ListClose       "list-close"        Lists   ["esc", "q", "ctrl-c"]   "Close";
    ListMore        "list-more"         Lists   ["?", "f1"]              "All keys";

    TypeSave        "save"              Typing  ["ctrl-s"]               "Save the note";
    TypeTags        "type-tags"         Typing  ["ctrl-t"]               "Tag the note being written";
    TypeEditor      "editor"            Typing  ["ctrl-x ctrl-e"]        "Write the note in your editor ($VISUAL, else $EDITOR)";
    TypeUndo        "type-undo"         Typing  ["ctrl-x u"]             "Take back what was typed last";
    TypeRedo        "type-redo"         Typing  ["ctrl-r"]               "Type again what was taken back";
    TypeLeave       "leave"             Typing  ["esc", "ctrl-c"]        "Leave; the draft of a note is kept";
    TypeEnter       "new-line"          Typing  ["enter"]                "A new line in a note; elsewhere done";
    TypeComplete    "complete"          Typing  ["tab"]                  "In a command, or tags: complete the word";
    TypeBackspace   "backspace"         Typing  ["backspace", "ctrl-h"]  "Delete the character before";
    TypeDelete      "delete"            Typing  ["delete"]               "Delete the character behind";
    TypeWordBack    "delete-word"       Typing  ["ctrl-w"]               "Delete the word before";
    TypeLineBack    "delete-line"       Typing  ["ctrl-u"]               "Delete to the beginning of the line";
    TypeLeft        "type-left"         Typing  ["left"]                 "One character left";
    TypeRight       "type-right"        Typing  ["right"]                "One character right";
    TypeUp          "type-up"           Typing  ["up"]                   "One line up; in a command the one before";
    TypeDown        "type-down"         Typing  ["down"]                 "One line down; in a command the one after";
    TypeHome        "type-home"         Typing  ["home", "ctrl-a"]       "Beginning of the line";
    TypeEnd         "type-end"          Typing  ["end", "ctrl-e"]        "End of the line";
}

/// The twelve keys to begin with, in the order in which they are taught.
pub const TAUGHT: [Action; 12] = [
    Action::NextStop,
    Action::PreviousStop,
    Action::NextPlace,
    Action::PreviousPlace,
    Action::Counterpart,
    Action::Back,
    Action::PaneCount,
    Action::Search,
    Action::NoteAdd,
    Action::Apparatus,
    Action::Help,
    Action::Quit,
];

/// Returns the page `assets/keys.md`: every action with its keys, group by group.
#[must_use]
pub fn manual() -> String {
    let mut page = String::from(
        "# Keys\n\nWritten from the table of actions; all names can be used in a configuration.\n",
    );
    for group in Group::ALL {
        let _ = write!(
            page,
            "\n## {}\n\n| keys | does | name |\n| --- | --- | --- |\n",
            group.title()
        );
        for action in Action::ALL.iter().filter(|a| a.group() == group) {
            let keys: Vec<_> = action
                .default_keys()
                .iter()
                .map(|k| format!("`{k}`"))
                .collect();
            let _ = writeln!(
                page,
                "| {} | {} | `{}` |",
                keys.join(" "),
                action.help(),
                action.name()
            );
        }
    }
    page.push_str("\n## Commands\n\n| typed after `:` | does |\n| --- | --- |\n");
    for command in Command::ALL {
        let (name, arguments) = (command.name(), command.arguments());
        let _ = writeln!(page, "| `{name} {arguments}` | {} |", command.help());
    }
    page
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::key::sequence;

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<_> = Action::ALL.iter().map(|a| a.name()).collect();
        assert_eq!(names.len(), Action::ALL.len());
    }

    #[test]
    fn no_default_key_sequence_of_a_scope_is_the_beginning_of_another() {
        let rows = |a: &Action| {
            let scope = a.group().scope();
            a.default_keys()
                .iter()
                .map(|k| (scope, sequence(k).unwrap(), a.name()))
                .collect::<Vec<_>>()
        };
        let all: Vec<_> = Action::ALL.iter().flat_map(rows).collect();
        for (i, (scope, keys, name)) in all.iter().enumerate() {
            for (other_scope, other_keys, other) in all.iter().skip(i + 1).filter(|o| o.0 == *scope)
            {
                assert!(
                    !keys.starts_with(other_keys) && !other_keys.starts_with(keys),
                    "{name} and {other} clash in {other_scope:?}"
                );
            }
        }
    }

    #[test]
    fn no_default_needs_a_key_that_terminals_cannot_tell_apart() {
        for key in Action::ALL.iter().flat_map(|a| a.default_keys()) {
            assert!(
                !["ctrl-i", "ctrl-m", "ctrl-[", "ctrl-enter", "shift-enter"].contains(key),
                "{key}"
            );
        }
    }
}
