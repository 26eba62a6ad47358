//! The rules of competitions 竞赛, without anything that is kept or shown: who meets whom, who stands where, what a
//! panel's marks come to, and when who plays on which court.
//!
//! Everywhere here an entry is a number from 0: its place in the stage's own order, which is that of its seed or lot.

pub mod bracket;
pub mod league;
pub mod marks;
mod matching;
pub mod sheet;
pub mod swiss;
pub mod timetable;
