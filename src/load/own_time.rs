//! The day that a page gives in a `time` element, where that is the article's own and not a teaser's.

use dom_query::{Document, NodeId, NodeRef};
use rustc_hash::FxHashSet;

use crate::document::Found;

use super::meta::day;

/// How many `time` elements are looked at; the article's own stands near its headline.
const TIMES: usize = 64;

/// The day of the article's own `time` element: one that the page marks as the day of publication, else the first
/// beside the headline. Teasers of other stories have such elements too, in asides and in articles of their own.
pub(super) fn read(document: &Document) -> Option<Found> {
    let times = document.select("time[datetime]");
    let headlines = document.select("h1");
    let heads = headlines.nodes().iter().take(TIMES);
    let holders: FxHashSet<_> = heads
        .flat_map(|h1| h1.ancestors_it(None))
        .map(|outer| outer.id)
        .collect();
    let own: Vec<&NodeRef> = times
        .nodes()
        .iter()
        .take(TIMES)
        .filter(|time| !is_of_teaser(time, &holders))
        .collect();
    let of = |time: &&NodeRef| day(&time.attr("datetime")?, "time element");
    let marked = own.iter().filter(|time| {
        let property = time.attr("itemprop").unwrap_or_default().to_lowercase();
        property.contains("datepublished") || time.has_attr("pubdate")
    });
    if let Some(found) = marked.filter_map(of).next() {
        return Some(found);
    }
    let Some(headline) = headlines.nodes().first() else {
        return agreed(own.iter().filter_map(of));
    };
    let mut around = headline.ancestors_it(None);
    let beside = |outer: &NodeRef| {
        let inner: Vec<Found> = own
            .iter()
            .filter(|t| t.ancestors_it(None).any(|around| around.id == outer.id))
            .filter_map(of)
            .collect();
        let page = outer
            .node_name()
            .is_some_and(|name| matches!(&*name, "body" | "html"));
        (!inner.is_empty()).then_some((page, inner))
    };
    let (page, found) = around.find_map(|outer| beside(&outer))?;
    if page {
        agreed(found.into_iter())
    } else {
        found.into_iter().next()
    }
}

/// Returns the day on which all agree.
fn agreed(mut days: impl Iterator<Item = Found>) -> Option<Found> {
    let first = days.next()?;
    days.all(|other| other.value == first.value)
        .then_some(first)
}

/// Returns whether an element belongs to another story: in an aside or a menu, or in an article that is not among the
/// `holders` of a headline, on a page that has one elsewhere.
fn is_of_teaser(time: &NodeRef, holders: &FxHashSet<NodeId>) -> bool {
    let named = |outer: &NodeRef, names: &[&str]| {
        outer
            .node_name()
            .is_some_and(|name| names.contains(&&*name))
    };
    let outer = time
        .ancestors_it(None)
        .find(|outer| named(outer, &["article", "aside", "nav"]));
    outer.is_some_and(|outer| {
        !named(&outer, &["article"]) || (!holders.is_empty() && !holders.contains(&outer.id))
    })
}
