//! Roles become styles. Widgets name roles; only this file knows colours.

use ratatui::style::{Color, Modifier, Style};

/// What a cell is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Words being read.
    Text,
    /// Words of a pane that has nothing for the place being read.
    Idle,
    /// A title or heading.
    Heading,
    /// What is not the article.
    Aside,
    /// A fold.
    Fold,
    /// The stop under the cursor.
    Band,
    /// Its counterpart in another pane.
    Answer,
    /// Words that differ inside the linked place.
    Differs,
    /// Selected words.
    Selection,
    /// A search hit.
    Hit,
    /// Number of documents in the gutter.
    Gutter,
    /// The mark of what is only here.
    Only,
    /// The mark of a note.
    Note,
    /// The line at the top.
    Header,
    /// Title of the focused pane.
    Title,
    /// Titles of the other panes.
    OtherTitle,
    /// Lines and frames.
    Frame,
    /// The summary.
    Summary,
    /// The apparatus.
    Foot,
    /// The word of a relation in the apparatus.
    Relation,
    /// The line at the foot.
    Status,
    /// A word to the person.
    Message,
    /// A box over the text.
    Page,
    /// A heading in a box.
    PageHeading,
    /// The chosen entry.
    Chosen,
    /// The strip beside the text.
    Strip,
    /// The part of the strip that the window shows.
    StripWindow,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 27] = [
        Self::Text,
        Self::Idle,
        Self::Heading,
        Self::Aside,
        Self::Fold,
        Self::Band,
        Self::Answer,
        Self::Differs,
        Self::Selection,
        Self::Hit,
        Self::Gutter,
        Self::Only,
        Self::Note,
        Self::Header,
        Self::Title,
        Self::OtherTitle,
        Self::Frame,
        Self::Summary,
        Self::Foot,
        Self::Relation,
        Self::Status,
        Self::Message,
        Self::Page,
        Self::PageHeading,
        Self::Chosen,
        Self::Strip,
        Self::StripWindow,
    ];
}

/// A style for every role.
#[derive(Clone, Debug)]
pub struct Theme {
    name: &'static str,
    styles: Vec<Style>,
}

/// Names of the themes.
pub const NAMES: [&str; 3] = ["dark", "light", "none"];

impl Theme {
    /// Returns the theme of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let style: fn(Role) -> Style = match name {
            "dark" => dark,
            "light" => light,
            "none" => plain,
            _ => return None,
        };
        let name = NAMES.iter().find(|n| **n == name)?;
        Some(Self {
            name,
            styles: Role::ALL.iter().map(|r| style(*r)).collect(),
        })
    }

    /// Returns a theme that gives every role a colour number of its own, to read roles back from a frame.
    #[must_use]
    pub fn of_roles() -> Self {
        let number = |i: usize| Style::new().fg(Color::Indexed(u8::try_from(i).unwrap_or(u8::MAX)));
        Self {
            name: "roles",
            styles: (0..Role::ALL.len()).map(number).collect(),
        }
    }

    /// Returns the theme without colour, which says all with bold, underline and reverse.
    #[must_use]
    pub fn colourless() -> Self {
        Self {
            name: "none",
            styles: Role::ALL.iter().map(|r| plain(*r)).collect(),
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the style of a role.
    #[must_use]
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

/// The colours of a painted theme, as numbers of the 256 that terminals share.
struct Paint {
    ground: u8,
    raised: u8,
    band: u8,
    answer: u8,
    text: u8,
    quiet: u8,
    blue: u8,
    amber: u8,
    green: u8,
    hit: u8,
    selection: u8,
}

const DARK: Paint = Paint {
    ground: 234,
    raised: 236,
    band: 238,
    answer: 236,
    text: 252,
    quiet: 246,
    blue: 110,
    amber: 179,
    green: 114,
    hit: 53,
    selection: 17,
};

const LIGHT: Paint = Paint {
    ground: 231,
    raised: 254,
    band: 252,
    answer: 254,
    text: 235,
    quiet: 241,
    blue: 25,
    amber: 88,
    green: 22,
    hit: 229,
    selection: 153,
};

fn dark(role: Role) -> Style {
    painted(role, &DARK)
}

fn light(role: Role) -> Style {
    painted(role, &LIGHT)
}

fn painted(role: Role, paint: &Paint) -> Style {
    let on = |fg: u8, bg: u8| Style::new().fg(Color::Indexed(fg)).bg(Color::Indexed(bg));
    let bold = |style: Style| style.add_modifier(Modifier::BOLD);
    let over = |bg: u8| Style::new().bg(Color::Indexed(bg));
    match role {
        Role::Text | Role::Foot => on(paint.text, paint.ground),
        Role::Idle | Role::Aside | Role::Gutter | Role::Frame | Role::Strip => {
            on(paint.quiet, paint.ground)
        }
        Role::Heading => bold(on(paint.text, paint.ground)),
        Role::Fold => on(paint.quiet, paint.ground).add_modifier(Modifier::ITALIC),
        Role::Band => over(paint.band),
        Role::Answer => over(paint.answer),
        Role::Differs => Style::new()
            .underline_color(Color::Indexed(paint.amber))
            .add_modifier(Modifier::UNDERLINED),
        Role::Selection => over(paint.selection),
        Role::Hit => over(paint.hit),
        Role::Only => bold(on(paint.amber, paint.ground)),
        Role::Note => bold(on(paint.green, paint.ground)),
        Role::Header | Role::Status => on(paint.text, paint.raised),
        Role::Title => bold(on(paint.blue, paint.ground)),
        Role::OtherTitle => on(paint.quiet, paint.ground),
        Role::Summary => on(paint.quiet, paint.ground),
        Role::Relation => on(paint.blue, paint.ground),
        Role::Message => bold(on(paint.text, paint.raised)),
        Role::Page => on(paint.text, paint.raised),
        Role::PageHeading => bold(on(paint.blue, paint.raised)),
        Role::Chosen => on(paint.text, paint.selection),
        Role::StripWindow => on(paint.text, paint.band),
    }
}

fn plain(role: Role) -> Style {
    let with = |modifier| Style::new().add_modifier(modifier);
    match role {
        Role::Idle
        | Role::Aside
        | Role::Fold
        | Role::Frame
        | Role::OtherTitle
        | Role::Summary
        | Role::Strip => with(Modifier::DIM),
        Role::Heading
        | Role::Only
        | Role::Note
        | Role::Title
        | Role::Message
        | Role::PageHeading => with(Modifier::BOLD),
        Role::Differs => with(Modifier::UNDERLINED),
        Role::Hit => with(Modifier::UNDERLINED.union(Modifier::BOLD)),
        Role::Band
        | Role::Answer
        | Role::Selection
        | Role::Chosen
        | Role::Header
        | Role::Status
        | Role::StripWindow => with(Modifier::REVERSED),
        Role::Text | Role::Gutter | Role::Foot | Role::Relation | Role::Page => Style::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of one of the 256 colours (WCAG 2.2), from the standard cube and grey ramp of xterm.
    fn luminance(colour: u8) -> f64 {
        let level = |n: u8| {
            if n == 0 {
                0.0
            } else {
                f64::from(55 + 40 * u32::from(n))
            }
        };
        let (r, g, b) = match colour {
            232.. => {
                let grey = f64::from(8 + 10 * (u32::from(colour) - 232));
                (grey, grey, grey)
            }
            16..=231 => {
                let n = colour - 16;
                (level(n / 36), level(n / 6 % 6), level(n % 6))
            }
            _ => unreachable!("the first sixteen differ between terminals"),
        };
        let linear = |c: f64| {
            let c = c / 255.0;
            if c <= 0.03928 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    }

    fn contrast(fg: u8, bg: u8) -> f64 {
        let (a, b) = (luminance(fg), luminance(bg));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_painted_themes_are_readable_in_every_role() {
        for paint in [&DARK, &LIGHT] {
            for role in Role::ALL {
                let style = painted(role, paint);
                let number = |c: Option<Color>, usual: u8| match c {
                    Some(Color::Indexed(n)) => n,
                    _ => usual,
                };
                for (fg, bg) in [
                    (paint.text, paint.ground),
                    (paint.amber, paint.band),
                    (paint.amber, paint.answer),
                ] {
                    let (fg, bg) = (number(style.fg, fg), number(style.bg, bg));
                    assert!(
                        contrast(fg, bg) >= 4.5,
                        "{role:?}: {fg} on {bg} has {:.2}",
                        contrast(fg, bg)
                    );
                }
            }
        }
    }

    #[test]
    fn the_colourless_theme_has_no_colour_and_still_tells_the_marks_apart() {
        let theme = Theme::named("none").unwrap();
        assert!(
            Role::ALL
                .iter()
                .all(|r| theme.style(*r).fg.is_none() && theme.style(*r).bg.is_none())
        );
        for pair in [
            (Role::Band, Role::Text),
            (Role::Differs, Role::Band),
            (Role::Only, Role::Gutter),
            (Role::Idle, Role::Text),
        ] {
            assert_ne!(theme.style(pair.0), theme.style(pair.1), "{pair:?}");
        }
    }

    #[test]
    fn every_role_stands_at_its_own_place() {
        for (i, role) in Role::ALL.iter().enumerate() {
            assert_eq!(*role as usize, i);
        }
    }
}
