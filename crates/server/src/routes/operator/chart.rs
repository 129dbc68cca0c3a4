use std::fmt::Write;

/// Size of a chart, in units of its own.
const WIDTH: u32 = 480;
const HEIGHT: u32 = 160;
/// Room for the words below and the number above.
const BELOW: u32 = 30;
const ABOVE: u32 = 26;

/// A column of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// What stands below it.
    pub(super) name: String,
    /// How high it is.
    pub(super) count: u64,
    /// Whether its name is shown; there is not room for all.
    pub(super) named: bool,
}

/// Columns as SVG. What it shows is also said in a table, so that it needs no words of its own.
pub(super) fn columns(columns: &[Column], title: &str) -> String {
    let highest = columns.iter().map(|column| column.count).max().unwrap_or(0);
    let places = u32::try_from(columns.len()).unwrap_or(u32::MAX).max(1);
    let step = f64::from(WIDTH) / f64::from(places);
    let room = f64::from(HEIGHT - BELOW - ABOVE);
    let foot = f64::from(HEIGHT - BELOW);
    let mut inside = format!("<line x1=\"0\" x2=\"{WIDTH}\" y1=\"{foot}\" y2=\"{foot}\"/>");
    let mut left = 0.0;
    for column in columns {
        #[allow(clippy::cast_precision_loss, reason = "a picture needs no more")]
        let height = match highest {
            0 => 0.0,
            highest => room * column.count as f64 / highest as f64,
        };
        let middle = left + step / 2.0;
        // Writing to a string cannot fail.
        let _written = write!(
            inside,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\"><title>{}: {}</title></rect>",
            left + step * 0.1,
            foot - height,
            step * 0.8,
            column.name,
            column.count
        );
        if column.named {
            let _written = write!(
                inside,
                "<text x=\"{middle:.1}\" y=\"{}\">{}</text>",
                HEIGHT - 6,
                column.name
            );
        }
        if column.count == highest && highest > 0 {
            let _written = write!(
                inside,
                "<text x=\"{middle:.1}\" y=\"{:.1}\">{}</text>",
                foot - height - 5.0,
                column.count
            );
        }
        left += step;
    }
    format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\">{inside}</svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(count: u64) -> Column {
        Column {
            name: "x".to_owned(),
            count,
            named: false,
        }
    }

    #[test]
    fn the_highest_column_fills_the_room_and_bears_its_number() {
        let svg = columns(&[column(0), column(5), column(10)], "t");
        assert_eq!(svg.matches("<rect").count(), 3);
        for part in [
            "height=\"0.0\"",
            "height=\"52.0\"",
            "height=\"104.0\"",
            ">10</text>",
        ] {
            assert!(svg.contains(part), "{part} in {svg}");
        }
        assert!(!svg.contains(">5</text>"));
    }

    #[test]
    fn nothing_is_flat() {
        let svg = columns(&[column(0), column(0)], "t");
        assert!(!svg.contains("NaN") && !svg.contains("<text"), "{svg}");
        assert_eq!(columns(&[], "t").matches("<rect").count(), 0);
    }
}
