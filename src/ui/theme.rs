//! Roles become styles. Widgets name roles; only this file knows colours.

use ratatui::style::{Color, Modifier, Style};

use super::palette::{CONTRAST, DARK, LIGHT, Paint, SAFE_DARK, SAFE_LIGHT};

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
pub const NAMES: [&str; 7] = [
    "dark",
    "light",
    "safe-dark",
    "safe-light",
    "contrast",
    "ansi",
    "none",
];

impl Theme {
    /// Returns the theme of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let style: fn(Role) -> Style = match name {
            "dark" => |role| painted(role, &DARK),
            "light" => |role| painted(role, &LIGHT),
            "safe-dark" => |role| painted(role, &SAFE_DARK),
            "safe-light" => |role| painted(role, &SAFE_LIGHT),
            "contrast" => |role| painted(role, &CONTRAST),
            "ansi" => sixteen,
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
            .underline_color(Color::Indexed(paint.differs))
            .add_modifier(Modifier::UNDERLINED),
        Role::Selection => over(paint.selection),
        Role::Hit => over(paint.hit),
        Role::Only => bold(on(paint.differs, paint.ground)),
        Role::Note => bold(on(paint.note, paint.ground)),
        Role::Header | Role::Status => on(paint.text, paint.raised),
        Role::Title => bold(on(paint.title, paint.ground)),
        Role::OtherTitle => on(paint.quiet, paint.ground),
        Role::Summary => on(paint.quiet, paint.ground),
        Role::Relation => on(paint.title, paint.ground),
        Role::Message => bold(on(paint.text, paint.raised)),
        Role::Page => on(paint.text, paint.raised),
        Role::PageHeading => bold(on(paint.title, paint.raised)),
        Role::Chosen => on(paint.text, paint.selection),
        Role::StripWindow => on(paint.text, paint.band),
    }
}

/// The sixteen colours that each terminal has in its own shades: only those that stand out from its ground,
/// whether that is dark or light, and reverse for what lies over the text.
fn sixteen(role: Role) -> Style {
    let coloured = |colour: Color| plain(role).fg(colour);
    match role {
        Role::Only => coloured(Color::Red),
        Role::Note => coloured(Color::Green),
        Role::Title | Role::Relation | Role::PageHeading => coloured(Color::Blue),
        Role::Differs => plain(role).underline_color(Color::Red),
        _ => plain(role),
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

    /// Red, green and blue of one of the 256 colours in linear light, from the standard cube and grey ramp of xterm.
    fn linear(colour: u8) -> [f64; 3] {
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
        [r, g, b].map(|c| {
            let c = c / 255.0;
            if c <= 0.03928 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(colour: u8) -> f64 {
        let [r, g, b] = linear(colour);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn contrast(fg: u8, bg: u8) -> f64 {
        let (a, b) = (luminance(fg), luminance(bg));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    const PAINTS: [Paint; 5] = [DARK, LIGHT, SAFE_DARK, SAFE_LIGHT, CONTRAST];

    /// The least contrast of any role on its own ground, and of the colours that lie over the stops.
    fn least(paint: &Paint) -> (f64, Role) {
        let number = |c: Option<Color>, usual: u8| match c {
            Some(Color::Indexed(n)) => n,
            _ => usual,
        };
        let usual = [
            (paint.text, paint.ground),
            (paint.differs, paint.band),
            (paint.differs, paint.answer),
            (paint.text, paint.selection),
            (paint.text, paint.hit),
        ];
        let all = Role::ALL.iter().flat_map(|role| {
            let style = painted(*role, paint);
            usual.map(|(fg, bg)| {
                let (fg, bg) = (number(style.fg, fg), number(style.bg, bg));
                (contrast(fg, bg), *role)
            })
        });
        all.min_by(|x, y| x.0.total_cmp(&y.0)).unwrap()
    }

    #[test]
    fn the_painted_themes_are_readable_in_every_role() {
        for paint in &PAINTS {
            let (contrast, role) = least(paint);
            assert!(contrast >= 4.5, "{role:?} of {paint:?} has {contrast:.2}");
        }
    }

    #[test]
    fn the_theme_of_high_contrast_has_seven_to_one_everywhere() {
        let (contrast, role) = least(&CONTRAST);
        assert!(contrast >= 7.0, "{role:?} has {contrast:.2}");
    }

    /// What a person without the cones for red, or for green, sees of a colour: linear red, green and blue
    /// (Viénot, Brettel and Mollon 1999).
    fn seen(colour: u8, without_red: bool) -> [f64; 3] {
        let [r, g, b] = linear(colour);
        let yellow = if without_red {
            0.112_38 * r + 0.887_62 * g
        } else {
            0.292_75 * r + 0.707_25 * g
        };
        let kept = if without_red { 0.004_01 } else { -0.022_34 };
        [yellow, yellow, kept * (r - g) + b]
    }

    #[test]
    fn the_safe_themes_keep_their_marks_apart_without_red_or_green() {
        let apart = |paint: &Paint, without_red: bool| {
            let marks = [paint.title, paint.differs, paint.note].map(|c| seen(c, without_red));
            let distance = |x: [f64; 3], y: [f64; 3]| {
                let squares = x.iter().zip(y).map(|(x, y)| (x - y).powi(2));
                squares.sum::<f64>().sqrt()
            };
            let [a, b, c] = marks;
            distance(a, b).min(distance(a, c)).min(distance(b, c))
        };
        for without_red in [true, false] {
            assert!(apart(&SAFE_DARK, without_red) > 2.0 * apart(&DARK, without_red));
            assert!(apart(&SAFE_LIGHT, without_red) > 2.0 * apart(&LIGHT, without_red));
        }
    }

    #[test]
    fn the_theme_of_sixteen_colours_has_no_others_and_no_ground() {
        let theme = Theme::named("ansi").unwrap();
        for role in Role::ALL {
            let style = theme.style(role);
            assert!(!matches!(
                style.fg,
                Some(Color::Indexed(_) | Color::Rgb(..))
            ));
            assert_eq!(style.bg, None);
        }
    }

    #[test]
    fn every_theme_has_its_name() {
        for name in NAMES {
            assert_eq!(Theme::named(name).map(|theme| theme.name()), Some(name));
        }
        assert!(Theme::named("sepia").is_none());
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
