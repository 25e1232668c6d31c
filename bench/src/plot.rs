//! One picture: mails a second, a bar for each, with a mark from the least to the most.
//!
//! On white whatever is around it, since a page may be dark or light.

use std::fmt::Write as _;

use crate::figures::Spread;
use crate::report::number;
use crate::runner::Measured;

const WIDTH: f64 = 860.0;
/// Where the bars begin: names stand to the left.
const LEFT: f64 = 390.0;
const ROW: f64 = 34.0;

/// The cases of this group as bars; those whose name begins with `without` would dwarf the others.
pub(crate) fn bars(group: &Measured, field: &str, without: &str) -> anyhow::Result<String> {
    let cases = group.cases.iter().filter(|case| !case.name.starts_with(without));
    let rows: Vec<(&str, Spread)> =
        cases.filter_map(|case| Some((case.name.as_str(), case.spread(field)?))).collect();
    let most = rows.iter().map(|(_, spread)| spread.max).fold(1.0, f64::max);
    let scale = (WIDTH - LEFT - 90.0) / most;
    let mut svg = String::new();
    let (height, mut y) = (50.0, 44.0);
    let height = rows.iter().fold(height, |height, _| height + ROW) + 8.0;
    write!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="sans-serif" font-size="14" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
<text x="16" y="26" font-weight="bold">{}</text>
"##,
        group.title
    )?;
    for (name, Spread { median, min, max }) in rows {
        let (middle, end) = (y + ROW / 2.0, LEFT + max * scale);
        let colour = if name.starts_with("Postmeester") { "#1a6fb5" } else { "#9a9a9a" };
        write!(
            svg,
            r##"<text x="{}" y="{}" text-anchor="end">{name}</text>
<rect x="{LEFT}" y="{}" width="{:.1}" height="{}" fill="{colour}"/>
<path d="M{:.1} {middle}H{end:.1}" stroke="#222" stroke-width="2"/>
<text x="{:.1}" y="{}">{}</text>
"##,
            LEFT - 10.0,
            middle + 5.0,
            y + 5.0,
            median * scale,
            ROW - 10.0,
            LEFT + min * scale,
            end + 8.0,
            middle + 5.0,
            number(median),
        )?;
        y += ROW;
    }
    svg += "</svg>\n";
    Ok(svg)
}
