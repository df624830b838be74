//! Passages: linked spans over all documents, without chains of strangers.
//!
//! ```text
//! A─B  A─C  B─C        one passage of three
//! A─B  B─C  C─D        not one of four: A and D have nothing in common
//! ```
//! Strong links join, the strongest first. Two groups become one where at least half of the pairs of
//! their members in different documents are linked, or where all are linked to one of the two members
//! that join them; where the two have members in one document, all pairs must be linked. A link that joins
//! no group becomes, with others like it, a passage beside the first, unless all of it lies within another.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::passage::{Link, Member, Passage, Place, Relation};
use super::within;
use crate::text::Span;

/// After this many rounds every link that is left is a passage of its own.
const ROUNDS: usize = 16;

/// A place that links lead to, by number.
type Node = usize;

/// For every place the places that it is linked to, and how.
struct Near {
    /// Each from both ends, in order.
    links: Vec<(Node, Node, Relation)>,
    /// By place: where its links begin; at last, where all end.
    starts: Vec<usize>,
}

impl Near {
    fn of(edges: &[Edge], places: usize) -> Self {
        let both = |edge: &Edge| {
            let Edge { one, other, .. } = *edge;
            [(one, other, edge.relation), (other, one, edge.relation)]
        };
        let mut links: Vec<_> = edges.iter().flat_map(both).collect();
        links.sort_unstable();
        // Of several between two places the strongest stands first.
        links.dedup_by_key(|(node, other, _)| (*node, *other));
        let mut starts = vec![0; places + 1];
        links.iter().for_each(|link| starts[link.0 + 1] += 1);
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Self { links, starts }
    }

    /// Returns what a place is linked to.
    fn to(&self, node: Node) -> impl Iterator<Item = (Node, Relation)> {
        let own = self.starts[node]..self.starts[node + 1];
        let links = self.links[own].iter();
        links.map(|(_, other, relation)| (*other, *relation))
    }
}

/// Two linked places.
#[derive(Clone, Copy, Debug)]
struct Edge {
    one: Node,
    other: Node,
    relation: Relation,
    score: f32,
}

/// Returns the passages of a set, in order of their first member. `rank` is the place of every document
/// in an order that does not depend on the order of input.
pub(super) fn passages(links: &[Link], rank: &[usize]) -> Vec<Passage> {
    let places = Places::of(links, rank);
    let mut edges: Vec<Edge> = links.iter().filter_map(|link| places.edge(link)).collect();
    edges.sort_by(|x, y| {
        let by_strength = x
            .relation
            .cmp(&y.relation)
            .then(y.score.total_cmp(&x.score));
        by_strength.then((x.one, x.other).cmp(&(y.one, y.other)))
    });
    let near = Near::of(&edges, places.all.len());
    edges.retain(|edge| edge.relation.is_strong());
    let mut found = Vec::new();
    for round in 0..=ROUNDS {
        if edges.is_empty() {
            break;
        }
        let mut groups = Groups::new(&places, &near);
        let alone = round == ROUNDS;
        let (joined, left): (Vec<Edge>, Vec<Edge>) =
            edges.iter().partition(|edge| !alone && groups.join(**edge));
        if alone {
            found.extend(left.iter().map(|edge| places.passage(&[*edge], &near)));
            break;
        }
        found.extend(groups.collect(&joined));
        edges = left;
    }
    found.iter_mut().for_each(within::once_each);
    let mut found = within::outermost(found);
    found.sort_by(|x, y| {
        let key = |p: &Passage| p.members.iter().map(|m| m.place).collect::<Vec<_>>();
        key(x).cmp(&key(y))
    });
    found
}

/// The places that links lead to; spans of one document that are mostly the same are one place.
struct Places {
    all: Vec<Place>,
    numbers: FxHashMap<Place, Node>,
}

impl Places {
    fn of(links: &[Link], rank: &[usize]) -> Self {
        let strong = links.iter().filter(|link| link.relation.is_strong());
        let mut spans: Vec<Place> = strong.flat_map(|link| [link.a, link.b]).collect();
        spans.sort_unstable_by_key(|place| {
            let rank = rank.get(place.doc.index()).copied();
            (
                rank,
                std::cmp::Reverse(place.span.len()),
                place.span,
                place.doc,
            )
        });
        spans.dedup();
        let mut made = Self {
            all: Vec::new(),
            numbers: FxHashMap::default(),
        };
        let mut starts: BTreeMap<(u16, u32, u32), Node> = BTreeMap::new();
        for place in spans {
            let node = like(&starts, place).unwrap_or_else(|| {
                made.all.push(place);
                let key = (place.doc.0, place.span.start, place.span.end);
                starts.insert(key, made.all.len() - 1);
                made.all.len() - 1
            });
            made.numbers.insert(place, node);
        }
        made
    }

    /// Returns the edge of a link; weak links count only between places that strong links lead to.
    fn edge(&self, link: &Link) -> Option<Edge> {
        let (one, other) = (*self.numbers.get(&link.a)?, *self.numbers.get(&link.b)?);
        Some(Edge {
            one: one.min(other),
            other: one.max(other),
            relation: link.relation,
            score: link.score,
        })
    }

    /// Returns the passage that some edges hold together; the relation of a member is the best of all its links
    /// to others.
    fn passage(&self, edges: &[Edge], near: &Near) -> Passage {
        let nodes: BTreeSet<Node> = edges.iter().flat_map(|e| [e.one, e.other]).collect();
        let member = |node: &Node| {
            let to_others = near.to(*node).filter(|link| nodes.contains(&link.0));
            Member {
                place: self.all[*node],
                relation: to_others.map(|link| link.1).min().unwrap_or(Relation::Weak),
            }
        };
        let mut members: Vec<Member> = nodes.iter().map(member).collect();
        members.sort_by_key(|member| member.place);
        Passage { members }
    }
}

/// Returns a known place that has at least half of its bytes, and of this one's, in common with this one.
fn like(starts: &BTreeMap<(u16, u32, u32), Node>, place: Place) -> Option<Node> {
    let (doc, span) = (place.doc.0, place.span);
    let reach = Span::offset(2 * span.len());
    let near = starts.range((doc, span.start.saturating_sub(reach), 0)..=(doc, span.end, u32::MAX));
    near.map(|(&(_, start, end), &node)| (Span { start, end }, node))
        .filter_map(|(known, node)| {
            let common = known.common(span)?.len();
            (2 * common >= known.join(span).len()).then_some((common, known, node))
        })
        .max_by_key(|(common, known, _)| (*common, std::cmp::Reverse(*known)))
        .map(|(_, _, node)| node)
}

/// How the members of two groups are linked.
enum Linked {
    /// At least half of the pairs are; all, where both groups have members in one document.
    Mostly,
    /// Fewer are.
    Apart,
    /// Not all are, and both groups have members in one document.
    Twice,
}

/// Groups of places, and which of them are linked.
struct Groups<'a> {
    places: &'a Places,
    near: &'a Near,
    group_of: Vec<usize>,
    /// By place: the next of its group, which has no end.
    next: Vec<Node>,
    /// By group: how many places it has.
    sizes: Vec<usize>,
    /// By document: how many places of a group it has, while that is asked.
    in_document: Vec<usize>,
}

impl<'a> Groups<'a> {
    fn new(places: &'a Places, near: &'a Near) -> Self {
        let count = places.all.len();
        let documents = places.all.iter().map(|place| place.doc.index() + 1).max();
        Self {
            places,
            near,
            group_of: (0..count).collect(),
            next: (0..count).collect(),
            sizes: vec![1; count],
            in_document: vec![0; documents.unwrap_or(0)],
        }
    }

    /// Returns the places of a group; its number is that of one of them.
    fn members(&self, group: usize) -> impl Iterator<Item = Node> {
        let next = move |node: &Node| Some(self.next[*node]).filter(|node| *node != group);
        std::iter::successors(Some(group), next)
    }

    fn document(&self, node: Node) -> usize {
        self.places.all[node].doc.index()
    }

    /// Joins the groups of the two ends unless they are strangers; returns whether they are one group now.
    fn join(&mut self, edge: Edge) -> bool {
        let (one, other) = (self.group_of[edge.one], self.group_of[edge.other]);
        if one == other {
            return true;
        }
        let larger = self.sizes[one] >= self.sizes[other];
        let (into, from) = if larger { (one, other) } else { (other, one) };
        let may = match self.linked(from, into) {
            Linked::Mostly => true,
            Linked::Apart => self.all_near(edge.one, other) || self.all_near(edge.other, one),
            Linked::Twice => false,
        };
        if !may {
            return false;
        }
        let mut node = from;
        for _ in 0..self.sizes[from] {
            self.group_of[node] = into;
            node = self.next[node];
        }
        self.next.swap(into, from);
        self.sizes[into] += self.sizes[from];
        true
    }

    /// Returns how the members of two groups in different documents are linked; the second is the larger one.
    fn linked(&mut self, small: usize, large: usize) -> Linked {
        let mut counts = std::mem::take(&mut self.in_document);
        for node in self.members(large) {
            counts[self.document(node)] += 1;
        }
        let (mut linked, mut pairs, mut twice) = (0, 0, false);
        for node in self.members(small) {
            let own = counts[self.document(node)];
            twice |= own > 0;
            pairs += self.sizes[large] - own;
            linked += self.links_into(node, large);
        }
        for node in self.members(large) {
            counts[self.document(node)] = 0;
        }
        self.in_document = counts;
        match (twice, linked == pairs) {
            (true, false) => Linked::Twice,
            (false, false) if 2 * linked < pairs => Linked::Apart,
            _ => Linked::Mostly,
        }
    }

    fn links_into(&self, node: Node, group: usize) -> usize {
        let near = self.near.to(node);
        near.filter(|other| self.group_of[other.0] == group).count()
    }

    /// Returns whether all of a group, and all of the node's own group, are linked to the node.
    fn all_near(&self, node: Node, group: usize) -> bool {
        let own = self.group_of[node];
        let document = self.document(node);
        let others = |group: usize| {
            let members = self.members(group);
            members.filter(|m| self.document(*m) != document).count()
        };
        others(group) == self.links_into(node, group) && others(own) == self.links_into(node, own)
    }

    fn collect(&self, joined: &[Edge]) -> Vec<Passage> {
        let mut by_group: BTreeMap<usize, Vec<Edge>> = BTreeMap::new();
        for edge in joined {
            by_group
                .entry(self.group_of[edge.one])
                .or_default()
                .push(*edge);
        }
        by_group
            .values()
            .map(|edges| self.places.passage(edges, self.near))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::passage::{Rule, Why};
    use crate::document::DocId;

    fn place(doc: u16, at: usize) -> Place {
        Place {
            doc: DocId(doc),
            span: Span::new(at, at + 50),
        }
    }

    fn link(a: Place, b: Place, relation: Relation) -> Link {
        Link {
            a,
            b,
            relation,
            score: 0.5,
            moved: false,
            why: Why {
                rule: Rule::Sentence,
                words: 5,
                lexical: 0.5,
                characters: 0.5,
                parts: 1,
                meaning: None,
            },
            words: Vec::new(),
        }
    }

    fn sizes(links: &[Link]) -> Vec<usize> {
        let rank: Vec<usize> = (0..9).collect();
        passages(links, &rank)
            .iter()
            .map(|p| p.members.len())
            .collect()
    }

    const STRONG: Relation = Relation::Paraphrase;

    #[test]
    fn what_all_have_is_one_passage_each_member_with_its_own_relation() {
        let (a, b, c) = (place(0, 0), place(1, 7), place(2, 9));
        let links = [
            link(a, b, Relation::Verbatim),
            link(a, c, STRONG),
            link(b, c, STRONG),
        ];
        let found = passages(&links, &[0, 1, 2]);
        let relations: Vec<_> = found[0].members.iter().map(|m| m.relation).collect();
        assert_eq!(relations, [Relation::Verbatim, Relation::Verbatim, STRONG]);
    }

    #[test]
    fn the_best_link_of_a_member_counts_though_another_passage_took_it() {
        let [a, b, c] = [0, 1, 2].map(|doc| place(doc, 0));
        let links = [
            link(a, b, Relation::Near),
            link(a, c, STRONG),
            link(b, c, STRONG),
        ];
        let places = Places::of(&links, &[0, 1, 2]);
        let edges: Vec<Edge> = links.iter().filter_map(|l| places.edge(l)).collect();
        let near = Near::of(&edges, places.all.len());
        let passage = places.passage(&edges[1..], &near);
        let relations: Vec<_> = passage.members.iter().map(|m| m.relation).collect();
        assert_eq!(relations, [Relation::Near, Relation::Near, STRONG]);
    }

    #[test]
    fn strangers_are_not_chained() {
        let nodes: Vec<Place> = (0..6).map(|doc| place(doc, 0)).collect();
        let links: Vec<Link> = nodes.windows(2).map(|w| link(w[0], w[1], STRONG)).collect();
        assert!(sizes(&links).iter().all(|size| *size <= 3));
    }

    #[test]
    fn all_that_are_linked_to_one_belong_together() {
        let nodes: Vec<Place> = (0..5).map(|doc| place(doc, 0)).collect();
        let links: Vec<Link> = (1..5).map(|n| link(nodes[0], nodes[n], STRONG)).collect();
        assert_eq!(sizes(&links), [5]);
    }

    #[test]
    fn a_weak_link_joins_nothing() {
        let links = [
            link(place(0, 0), place(1, 0), STRONG),
            link(place(1, 0), place(2, 0), Relation::Weak),
        ];
        assert_eq!(sizes(&links), [2]);
        assert!(passages(&links[1..], &[0, 1, 2]).is_empty());
    }

    #[test]
    fn spans_that_are_mostly_the_same_are_one_member() {
        let trimmed = Place {
            doc: DocId(0),
            span: Span::new(4, 50),
        };
        let links = [
            link(place(0, 0), place(1, 0), STRONG),
            link(trimmed, place(2, 0), STRONG),
        ];
        assert_eq!(sizes(&links), [3]);
    }
}
