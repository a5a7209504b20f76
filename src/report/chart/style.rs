//! The look shared by all charts: colours, type sizes, margins.

use super::font::Weight;

/// A colour with its opacity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ink {
    pub(super) rgb: (u8, u8, u8),
    pub(super) opacity: f64,
}

impl Ink {
    const fn solid(rgb: u32) -> Ink {
        Ink { rgb: ((rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8), opacity: 1.0 }
    }

    pub(super) const fn with_opacity(self, opacity: f64) -> Ink {
        Ink { opacity, ..self }
    }
}

pub(super) const WHITE: Ink = Ink::solid(0xFFFFFF);
/// Titles.
pub(super) const TEXT: Ink = Ink::solid(0x1F2937);
/// Subtitles, axes and their labels.
pub(super) const MUTED: Ink = Ink::solid(0x6B7280);
pub(super) const GRID: Ink = Ink::solid(0xE5E7EB);
/// The axis line: darker than the grid, lighter than any data.
pub(super) const AXIS: Ink = Ink::solid(0x9CA3AF);

/// Share of a policy's colour left in its band.
pub(super) const BAND_OPACITY: f64 = 0.18;
/// Share of a policy's colour left in the leader of its label.
pub(super) const LEADER_OPACITY: f64 = 0.65;

/// Colours that stay apart for colour-blind readers (M. Okabe, K. Ito: Color Universal Design, 2008), strongest first.
/// The last, their yellow, is darkened, since lines of it would vanish on white.
const PALETTE: [Ink; 8] = [
    Ink::solid(0x0072B2),
    Ink::solid(0xD55E00),
    Ink::solid(0x009E73),
    Ink::solid(0xCC79A7),
    Ink::solid(0xE69F00),
    Ink::solid(0x56B4E9),
    Ink::solid(0x000000),
    Ink::solid(0xC4B200),
];

/// The palette for lettering: darkened where needed for a contrast of at least 4.5 to 1 on white.
const LETTERING: [Ink; 8] = [
    Ink::solid(0x0072B2),
    Ink::solid(0xB84F00),
    Ink::solid(0x007A59),
    Ink::solid(0xA34C7C),
    Ink::solid(0x8F6300),
    Ink::solid(0x1F7DB0),
    Ink::solid(0x000000),
    Ink::solid(0x766B00),
];

/// Parts of a spectrum, from one end to the other: told apart by lightness, and no policy's colour.
pub(super) const SPECTRUM: [Ink; 3] = [Ink::solid(0x51308F), Ink::solid(0xA594CC), Ink::solid(0xE3DDF0)];

/// Names of the parts of a spectrum, with a contrast of at least 4.5 to 1 on white.
pub(super) const SPECTRUM_LETTERING: [Ink; 3] = [Ink::solid(0x51308F), Ink::solid(0x7361A6), MUTED];

/// Parts of the agents' time: work from dark to light, what is lost in the only warm colour, what is free lightest.
pub(super) const TIME: [Ink; 5] =
    [Ink::solid(0x334155), Ink::solid(0xE11D48), Ink::solid(0x7C8CA3), Ink::solid(0xCBD5E1), Ink::solid(0xEEF1F5)];

/// Share of a policy's colour left in the second part of its bar.
pub(super) const SECOND_OPACITY: f64 = 0.4;

/// What stands beside a policy's bar, to be compared with it.
pub(super) const BESIDE: Ink = Ink::solid(0x475569);

/// The colour of a share from 0 to 1 in a grid: from nearly white to a blue that is told from black.
pub(super) fn shade(share: f64) -> Ink {
    let between = |from: u8, to: u8| (f64::from(from) + (f64::from(to) - f64::from(from)) * share).round() as u8;
    Ink { rgb: (between(0xED, 0x0B), between(0xF3, 0x40), between(0xFA, 0x78)), opacity: 1.0 }
}

/// Lengths of stroke and gap, in pixels; `None` is a solid line.
pub(super) type Dash = Option<(f64, f64)>;

/// Rounds through the palette are told apart by their dashes.
const DASHES: [Dash; 3] = [None, Some((7.0, 4.0)), Some((2.0, 3.0))];

/// How a line is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pen {
    pub(super) ink: Ink,
    pub(super) width: f64,
    pub(super) dash: Dash,
}

impl Pen {
    pub(super) const fn solid(ink: Ink, width: f64) -> Pen {
        Pen { ink, width, dash: None }
    }
}

/// The pen of the policy with this index: the same in every chart.
pub(super) fn series_pen(index: usize) -> Pen {
    let round = index / PALETTE.len();
    Pen { ink: series_ink(index), width: 2.0, dash: DASHES[round % DASHES.len()] }
}

pub(super) fn series_ink(index: usize) -> Ink {
    PALETTE[index % PALETTE.len()]
}

pub(super) fn series_lettering(index: usize) -> Ink {
    LETTERING[index % LETTERING.len()]
}

/// Size in pixels and weight of lettering.
#[derive(Debug, Clone, Copy)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) weight: Weight,
}

pub(super) const TITLE: Type = Type { size: 18.0, weight: Weight::SemiBold };
pub(super) const SUBTITLE: Type = Type { size: 13.0, weight: Weight::Regular };
pub(super) const PANEL_TITLE: Type = Type { size: 13.0, weight: Weight::SemiBold };
pub(super) const TICK: Type = Type { size: 12.0, weight: Weight::Regular };
pub(super) const LABEL: Type = Type { size: 12.5, weight: Weight::SemiBold };

/// Width of every chart, so that they stack well on a page.
pub(super) const WIDTH: f64 = 920.0;
/// Empty space around everything.
pub(super) const MARGIN: f64 = 24.0;
/// Least distance between the baselines of two labels.
pub(super) const LABEL_GAP: f64 = 17.0;
/// The most that labels beside a plot may take of the width; longer ones are cut.
pub(super) const LABEL_ROOM: f64 = 330.0;
