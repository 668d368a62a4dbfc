//! wasteways

pub mod quantity;
pub mod vrp;
