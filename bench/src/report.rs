//! The figures as Markdown: every one the median of its runs, with the least and the most.

use std::fmt::Write as _;
use std::path::Path;

use crate::figures::Spread;
use crate::runner::Measured;

/// Writes the report.
pub(crate) fn write(
    file: &Path,
    plot: Option<&str>,
    machine: &[String],
    runs: usize,
    measured: &[Measured],
) -> anyhow::Result<()> {
    let mut text = format!(
        "# Measured\n\nMade by `cargo run --release -p bench -- all --runs {runs}`; do not edit. Each figure is the \
         median of {runs} run(s), with (least–most); each run has a fresh database. Source and sink of the load share the \
         machine with what is measured. Ratios are between runs made one after the other.\n\n"
    );
    for line in machine {
        writeln!(text, "* {line}")?;
    }
    if let Some(plot) = plot {
        writeln!(text, "\n![mails a second]({plot})")?;
    }
    for group in measured {
        table(&mut text, group)?;
    }
    Ok(std::fs::write(file, text)?)
}

fn table(text: &mut String, group: &Measured) -> anyhow::Result<()> {
    if group.cases.is_empty() {
        return Ok(());
    }
    let (fields, comparisons) = (group.fields(), group.comparisons());
    let heads =
        fields.iter().map(|field| head(field)).chain(comparisons.iter().map(|&column| column.to_owned()));
    let heads: Vec<_> = heads.collect();
    writeln!(text, "\n## {}\n\n{}\n\n| | {} |", group.title, group.explanation, heads.join(" | "))?;
    writeln!(text, "|---|{}", "--:|".repeat(heads.len()))?;
    for case in &group.cases {
        let figures = fields.iter().map(|field| told(case.spread(field), ""));
        let ratios = comparisons.iter().map(|column| told(group.ratio(case, column), " ×"));
        let cells: Vec<_> = figures.chain(ratios).collect();
        writeln!(text, "| {} | {} |", case.name, cells.join(" | "))?;
    }
    for case in group.cases.iter().filter(|case| case.runs().iter().any(|run| run["steps_mib"].is_array())) {
        let steps = case.runs()[0]["steps_mib"].as_array().cloned().unwrap_or_default();
        let steps: Vec<_> = steps.iter().filter_map(serde_json::Value::as_f64).map(number).collect();
        writeln!(text, "\n{}, step by step: {}", case.name, steps.join(", "))?;
    }
    Ok(())
}

/// `mails_per_second` as people say it.
fn head(field: &str) -> String {
    match field {
        "mails_per_second" => "mails/s".into(),
        "mails_per_second_and_connection" => "mails/s a connection".into(),
        "requests_per_second" => "requests/s".into(),
        "enqueue_seconds" => "accepted after, s".into(),
        "seconds" => "all sent after, s".into(),
        "bytes_a_mail" => "bytes a mail".into(),
        field => field.replace(['.', '_'], " "),
    }
}

fn told(spread: Option<Spread>, unit: &str) -> String {
    match spread {
        None => "–".into(),
        Some(Spread { median, min, max }) if min.total_cmp(&max).is_eq() => {
            format!("{}{unit}", number(median))
        }
        Some(Spread { median, min, max }) => {
            format!("{}{unit} ({}–{})", number(median), number(min), number(max))
        }
    }
}

/// Three digits that mean something, and thousands set apart.
pub(crate) fn number(value: f64) -> String {
    let decimals = match value.abs() {
        large if large >= 99.95 => 0,
        medium if medium >= 9.995 => 1,
        small if small >= 0.1 => 2,
        _ => 4,
    };
    let text = format!("{value:.decimals$}");
    if decimals > 0 || text.len() < 4 {
        return text;
    }
    let (head, tail) = text.split_at(text.len() - 3);
    if head.len() > 3 {
        let (first, middle) = head.split_at(head.len() - 3);
        return format!("{first},{middle},{tail}");
    }
    format!("{head},{tail}")
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_number_has_about_three_digits() {
        let cases = [
            (186_873.8, "186,874"),
            (1_234_567.0, "1,234,567"),
            (1293.9, "1,294"),
            (772.8, "773"),
            (4.1799, "4.18"),
            (14.51, "14.5"),
            (0.0123, "0.0123"),
        ];
        for (value, text) in cases {
            assert_eq!(number(value), text);
        }
    }
}
