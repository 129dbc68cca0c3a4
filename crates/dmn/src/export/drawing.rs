//! Where the decisions and inputs are drawn: inputs in a row at the bottom, decisions above what
//! they require.

use super::naming::{FactPlace, Naming};
use super::write::Writer;

const WIDTH: usize = 160;
const HEIGHT: usize = 60;
const COLUMN: usize = 200;
const ROW: usize = 140;
const MARGIN: usize = 40;

/// The decisions in order, with what they require.
#[derive(Default)]
pub(super) struct Drawing {
    decisions: Vec<(String, Vec<String>)>,
}

struct Shape {
    id: String,
    /// The row, from the bottom.
    level: usize,
    column: usize,
}

impl Drawing {
    /// Adds a decision after those it requires.
    pub(super) fn decision(&mut self, id: String, requires: &[String]) {
        self.decisions.push((id, requires.to_vec()));
    }

    pub(super) fn write(&self, writer: &mut Writer, naming: &Naming) {
        let shapes = self.shapes(naming);
        let top = shapes.iter().map(|shape| shape.level).max().unwrap_or(0);
        let left = |shape: &Shape| MARGIN + shape.column * COLUMN;
        let upper = |shape: &Shape| MARGIN + (top - shape.level) * ROW;
        writer.open("dmndi:DMNDI", &[]);
        writer.open("dmndi:DMNDiagram", &[("id", "diagram")]);
        for shape in &shapes {
            let id = format!("shape.{}", shape.id);
            writer.open(
                "dmndi:DMNShape",
                &[("id", &id), ("dmnElementRef", &shape.id)],
            );
            let sizes = [left(shape), upper(shape), WIDTH, HEIGHT].map(|size| size.to_string());
            let names = ["x", "y", "width", "height"].into_iter();
            let sizes: Vec<(&str, &str)> = names.zip(sizes.iter().map(String::as_str)).collect();
            writer.empty("dc:Bounds", &sizes);
            writer.close("dmndi:DMNShape");
        }
        let find = |id: &String| shapes.iter().find(|shape| shape.id == *id);
        for (id, requires) in &self.decisions {
            let name = id.strip_prefix("decision.").unwrap_or(id);
            for (number, required) in requires.iter().enumerate() {
                let (Some(from), Some(to)) = (find(required), find(id)) else {
                    continue;
                };
                let requirement = format!("requirement.{name}.{number}");
                let edge = format!("edge.{requirement}");
                writer.open(
                    "dmndi:DMNEdge",
                    &[("id", &edge), ("dmnElementRef", &requirement)],
                );
                let points = [(from, upper(from)), (to, upper(to) + HEIGHT)];
                for (shape, y) in points {
                    let (x, y) = ((left(shape) + WIDTH / 2).to_string(), y.to_string());
                    writer.empty("di:waypoint", &[("x", &x), ("y", &y)]);
                }
                writer.close("dmndi:DMNEdge");
            }
        }
        writer.close("dmndi:DMNDiagram");
        writer.close("dmndi:DMNDI");
    }

    fn shapes(&self, naming: &Naming) -> Vec<Shape> {
        let mut shapes: Vec<Shape> = Vec::new();
        let place = |shapes: &mut Vec<Shape>, id: String, level: usize| {
            let column = shapes.iter().filter(|shape| shape.level == level).count();
            shapes.push(Shape { id, level, column });
        };
        if let Some(day) = naming.day() {
            place(&mut shapes, format!("input.{day}"), 0);
        }
        for index in 0..naming.facts() {
            if !matches!(
                naming.fact(index),
                FactPlace::Component { first: false, .. }
            ) {
                place(&mut shapes, naming.input_id(index), 0);
            }
        }
        for (id, requires) in &self.decisions {
            let below = shapes.iter().filter(|shape| requires.contains(&shape.id));
            let level = below.map(|shape| shape.level).max().unwrap_or(0) + 1;
            place(&mut shapes, id.clone(), level);
        }
        shapes
    }
}
