//! The element of a page that holds the article, and the one in which most of its paragraphs stand side by side.

/// Part of what was kept that the first of them holds; a page may set a line of its article apart.
const PART: f32 = 0.9;
/// Part of what was kept that must stand side by side before that tells anything.
const BESIDE: f32 = 0.5;

/// Where on a page the article stands.
#[derive(Debug)]
pub(super) struct Holder<'a> {
    /// For each element the one around it, which comes before it.
    around: &'a [u32],
    /// For each element whether it is or stands inside the innermost around nearly all that was kept.
    inside: Vec<bool>,
    /// The element directly around the elements of most that was kept.
    row: Option<u32>,
}

impl<'a> Holder<'a> {
    /// Finds the article; `kept` gives element and weight of each stretch that was kept.
    pub(super) fn of(around: &'a [u32], kept: impl Iterator<Item = (u32, usize)>) -> Self {
        let mut own = vec![0usize; around.len()];
        let mut rows = own.clone();
        let mut all = 0;
        for (element, weight) in kept {
            add(&mut own, element, weight);
            add(&mut rows, outer(around, element), weight);
            all += weight;
        }
        let row = (0u32..).zip(&rows).max_by_key(|(_, weight)| **weight);
        let row = row.filter(|(_, weight)| all > 0 && **weight as f32 >= BESIDE * all as f32);
        Self {
            around,
            inside: inside(around, own, all),
            row: row.map(|(element, _)| element),
        }
    }

    /// Returns whether an element stands in the one that holds the article.
    pub(super) fn holds(&self, element: u32) -> bool {
        self.inside.get(element as usize).copied().unwrap_or(false)
    }

    /// Returns whether an element stands beside those of the article's paragraphs.
    pub(super) fn is_beside(&self, element: u32) -> bool {
        self.row == Some(outer(self.around, element))
    }
}

fn outer(around: &[u32], element: u32) -> u32 {
    around.get(element as usize).copied().unwrap_or(0)
}

fn add(weights: &mut [usize], element: u32, weight: usize) {
    if let Some(own) = weights.get_mut(element as usize) {
        *own += weight;
    }
}

fn inside(around: &[u32], mut weights: Vec<usize>, all: usize) -> Vec<bool> {
    for (element, outer) in around.iter().enumerate().rev() {
        let own = weights.get(element).copied().unwrap_or(0);
        if *outer as usize != element {
            add(&mut weights, *outer, own);
        }
    }
    let most = |weight: &usize| all > 0 && *weight as f32 >= PART * all as f32;
    let holder = weights.iter().rposition(most);
    let mut inside: Vec<bool> = Vec::with_capacity(around.len());
    for (element, outer) in around.iter().enumerate() {
        let held = inside.get(*outer as usize).copied().unwrap_or(false);
        inside.push(held || holder == Some(element));
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 0 page, 1 menu, 2 main, 3 article, 4 and 5 its paragraphs, 6 a box inside it with 7, 8 a footer.
    const AROUND: [u32; 9] = [0, 0, 0, 2, 3, 3, 3, 6, 0];

    fn inside_of(holder: &Holder) -> Vec<u32> {
        (0..9).filter(|e| holder.holds(*e)).collect()
    }

    fn beside(holder: &Holder) -> Vec<u32> {
        (0..9).filter(|e| holder.is_beside(*e)).collect()
    }

    #[test]
    fn the_innermost_element_around_what_was_kept_holds_the_article() {
        let holder = Holder::of(&AROUND, [(4, 300), (5, 200)].into_iter());
        assert_eq!(inside_of(&holder), [3, 4, 5, 6, 7]);
        assert_eq!(beside(&holder), [4, 5, 6]);
    }

    #[test]
    fn a_line_set_apart_does_not_widen_the_article() {
        let holder = Holder::of(&AROUND, [(4, 1900), (8, 100)].into_iter());
        assert_eq!(inside_of(&holder), [4]);
    }

    #[test]
    fn without_anything_kept_nothing_holds_the_article() {
        let holder = Holder::of(&AROUND, std::iter::empty());
        assert!(inside_of(&holder).is_empty() && beside(&holder).is_empty());
    }
}
