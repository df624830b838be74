//! `variorum compare`: the comparison without the reader.

use color_eyre::eyre::{Report, Result, WrapErr, bail};

use super::applied::Applied;
use super::comparing;
use super::inputs::{Loaded, load_all, status};
use super::meaning::Source;
use super::output::{print, say};
use crate::cli::{Compare, Format, Global};
use crate::compare::Options;
use crate::compare::constraint::Constraint;
use crate::compare::meaning::{Meaning, Thresholds};
use crate::compare::passage::Comparison;
use crate::document::DocumentSet;
use crate::report::{comparison, plain};
use crate::store;

/// Prints the comparison and returns the exit status.
///
/// # Errors
/// Where there are not two documents, or the result cannot be written.
pub(super) fn compare(options: &Compare, global: &Global) -> Result<u8> {
    let mut loaded = load_all(&options.paths, global)?;
    let mut applied = Applied::of(global)?;
    loaded.set = applied.over(loaded.set);
    let constraints = applied.constraints(&loaded.set);
    let Loaded { set, skipped, .. } = &loaded;
    let thresholds = applied.thresholds;
    let applied = applied.lines.as_slice();
    if set.len() < 2 {
        bail!(
            "compare needs at least two documents, and {} could be read",
            set.len()
        );
    }
    let comparison = find(set, global, &constraints, thresholds)?;
    let mut out = Vec::new();
    match options.format {
        Format::Json => comparison::json(set, &comparison, skipped, applied, &mut out),
        Format::Text => plain::text(set, &comparison, skipped, applied, &mut out),
    }
    .wrap_err("the report could not be written")?;
    match &options.output {
        None => print(&out)?,
        Some(file) => store::write(file, &out)
            .wrap_err_with(|| format!("{}: could not be written", file.display()))?,
    }
    let found = options.exit_code && !comparison.only.is_empty();
    let status = status(&loaded, global.strict).max(u8::from(found));
    // The program ends here: to free megabytes piece by piece takes time and wins nothing.
    std::mem::forget((loaded, comparison));
    Ok(status)
}

/// Compares the documents of a set as the options, pins and cuts ask.
///
/// # Errors
/// Where there is a model asked for that cannot be read.
pub(super) fn find(
    set: &DocumentSet,
    global: &Global,
    constraints: &[Constraint],
    thresholds: Thresholds,
) -> Result<Comparison> {
    let source = Source::of(global);
    let model = source.as_ref().map(Source::model).transpose();
    let model = model.map_err(Report::msg)?;
    let options = Options {
        budget: global.budget,
        meaning: model.map(|model| model as &dyn Meaning),
        constraints,
        thresholds,
        ..Options::default()
    };
    say(global, || format!("comparing {} documents", set.len()));
    let comparison = comparing::compare(set, options, &mut |_| ());
    say(global, || {
        let found = &comparison;
        let partial = if found.partial { ", partial" } else { "" };
        let (links, passages) = (found.links.len(), found.passages.len());
        format!("compared: {links} links, {passages} passages{partial}")
    });
    if let Some(source) = &source {
        source.keep();
    }
    Ok(comparison)
}
