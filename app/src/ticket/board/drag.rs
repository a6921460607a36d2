//! Moving cards by finger or mouse. Everything it does can also be done by a card's menu.
use crate::ticket::api::MoveTicket;
use domain::ticket::Stage;
use domain::ticket::number::TicketNumber;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// Pixels before a touch becomes a drag; less is a tap.
const SLACK: i32 = 12;

/// The card in the hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which ticket.
    pub number: TicketNumber,
    /// Where it may be put down.
    pub targets: Vec<Stage>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Grip {
    held: Held,
    from: (i32, i32),
    moving: bool,
}

/// One drag at a time.
#[derive(Clone, Copy)]
pub struct Drag {
    grip: RwSignal<Option<Grip>>,
    action: ServerAction<MoveTicket>,
}

impl Drag {
    /// Nothing in the hand; what is put down is moved by `action`.
    pub fn new(action: ServerAction<MoveTicket>) -> Self {
        Self { grip: RwSignal::new(None), action }
    }

    /// Whether this card is being moved.
    pub fn holds(self, number: TicketNumber) -> bool {
        self.grip.with(|grip| grip.as_ref().is_some_and(|grip| grip.moving && grip.held.number == number))
    }

    /// Whether the card in the hand may be put down in this column.
    pub fn welcomes(self, stage: Stage) -> bool {
        self.grip
            .with(|grip| grip.as_ref().is_some_and(|grip| grip.moving && grip.held.targets.contains(&stage)))
    }

    /// A pointer went down on a card. Fingers scroll the board, so only mouse and pen drag.
    pub fn down(self, event: &PointerEvent, held: &Held) {
        if event.pointer_type() == "touch" || event.button() != 0 || held.targets.is_empty() {
            return;
        }
        self.grip.set(Some(Grip {
            held: held.clone(),
            from: (event.client_x(), event.client_y()),
            moving: false,
        }));
    }

    /// It moves.
    pub fn over(self, event: &PointerEvent) {
        let start =
            self.grip.with_untracked(|grip| grip.as_ref().filter(|grip| !grip.moving).map(|grip| grip.from));
        if let Some((x, y)) = start
            && (event.client_x() - x).abs().max((event.client_y() - y).abs()) > SLACK
        {
            self.grip.update(|grip| {
                if let Some(grip) = grip {
                    grip.moving = true;
                }
            });
            if let Some(card) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
                let _ = card.set_pointer_capture(event.pointer_id());
            }
        }
    }

    /// It is put down: on a column that welcomes it, it moves there.
    pub fn up(self, event: &PointerEvent) {
        let Some(grip) = self.grip.get_untracked() else { return };
        self.grip.set(None);
        if !grip.moving {
            return;
        }
        event.prevent_default();
        if let Some(to) = stage_at(event).filter(|stage| grip.held.targets.contains(stage)) {
            let key = window().crypto().map(|crypto| crypto.random_uuid()).unwrap_or_default();
            let [note, version, place, untested] = [const { String::new() }; 4];
            let number = grip.held.number;
            let _ = self.action.dispatch(MoveTicket { key, number, to, note, version, place, untested });
        }
    }

    /// It is let go of.
    pub fn cancel(self) {
        self.grip.set(None);
    }
}

/// The column under the pointer.
fn stage_at(event: &PointerEvent) -> Option<Stage> {
    #[allow(clippy::cast_precision_loss)] // pixels
    let under = document().element_from_point(event.client_x() as f32, event.client_y() as f32)?;
    let column = under.closest("[data-stage]").ok()??;
    Stage::of_code(&column.get_attribute("data-stage")?)
}
