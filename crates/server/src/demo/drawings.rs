//! Drawings that stand for photographs in the demonstration: flat colours, the same ones every time.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scene {
    /// A small guest house by the water.
    GuestHouse,
    /// Four bins under a roof.
    Bins,
    /// Bottles on shelves.
    Bottles,
    /// A village hall with plum trees.
    Hall,
    /// A room with chairs in rows.
    Room,
    /// A projector on a table.
    Projector,
    /// A tent with a red roof.
    Tent,
    /// A folding table.
    Table,
}

const SKY: Rgb<u8> = Rgb([214, 228, 232]);
const GROUND: Rgb<u8> = Rgb([190, 196, 170]);
const WALL: Rgb<u8> = Rgb([246, 243, 236]);
const ROOF: Rgb<u8> = Rgb([70, 74, 80]);
const WOOD: Rgb<u8> = Rgb([150, 106, 70]);
const WATER: Rgb<u8> = Rgb([120, 166, 170]);
const RED: Rgb<u8> = Rgb([170, 52, 48]);

/// A sheet whose points are counted in thousandths of its width and height.
struct Sheet(RgbImage);

impl Sheet {
    fn fill(&mut self, (left, top): (f64, f64), (right, bottom): (f64, f64), colour: Rgb<u8>) {
        self.where_so(colour, |x, y| {
            (left..right).contains(&x) && (top..bottom).contains(&y)
        });
    }

    fn disc(&mut self, (x, y): (f64, f64), radius: f64, colour: Rgb<u8>) {
        self.where_so(colour, |at_x, at_y| {
            ((at_x - x) * 4.0 / 3.0).hypot(at_y - y) < radius
        });
    }

    /// A roof: as wide as it says below, a point above.
    fn gable(&mut self, (left, right): (f64, f64), (top, bottom): (f64, f64), colour: Rgb<u8>) {
        let middle = f64::midpoint(left, right);
        self.where_so(colour, |x, y| {
            let down = (y - top) / (bottom - top);
            (0.0..1.0).contains(&down) && (x - middle).abs() < down * (right - left) / 2.0
        });
    }

    fn where_so(&mut self, colour: Rgb<u8>, inside: impl Fn(f64, f64) -> bool) {
        let (width, height) = (f64::from(self.0.width()), f64::from(self.0.height()));
        for (x, y, point) in self.0.enumerate_pixels_mut() {
            if inside(f64::from(x) / width * 1000.0, f64::from(y) / height * 1000.0) {
                *point = colour;
            }
        }
    }
}

/// The drawing as a PNG of so many points.
pub fn draw(scene: Scene, width: u32, height: u32) -> Vec<u8> {
    let mut sheet = Sheet(RgbImage::from_pixel(width, height, SKY));
    sheet.fill((0.0, 640.0), (1000.0, 1000.0), GROUND);
    match scene {
        Scene::GuestHouse => guest_house(&mut sheet),
        Scene::Bins => bins(&mut sheet),
        Scene::Bottles => bottles(&mut sheet),
        Scene::Hall => hall(&mut sheet),
        Scene::Room => room(&mut sheet),
        Scene::Projector => projector(&mut sheet),
        Scene::Tent => tent(&mut sheet),
        Scene::Table => table(&mut sheet),
    }
    let mut bytes = Cursor::new(Vec::new());
    // A sheet in memory can always be written as PNG.
    let _ = sheet.0.write_to(&mut bytes, ImageFormat::Png);
    bytes.into_inner()
}

fn projector(sheet: &mut Sheet) {
    sheet.fill((0.0, 0.0), (1000.0, 660.0), WATER);
    sheet.fill((0.0, 660.0), (1000.0, 1000.0), WOOD);
    sheet.fill((230.0, 430.0), (770.0, 670.0), WALL);
    sheet.fill((230.0, 640.0), (770.0, 670.0), ROOF);
    sheet.disc((640.0, 530.0), 84.0, ROOF);
    sheet.disc((640.0, 530.0), 50.0, SKY);
    for n in 0..5_u8 {
        let left = 280.0 + f64::from(n) * 44.0;
        sheet.fill((left, 490.0), (left + 20.0, 580.0), ROOF);
    }
}

fn tent(sheet: &mut Sheet) {
    sheet.gable((160.0, 840.0), (180.0, 420.0), RED);
    sheet.fill((160.0, 420.0), (840.0, 470.0), WALL);
    for left in [170.0, 490.0, 812.0] {
        sheet.fill((left, 470.0), (left + 18.0, 860.0), ROOF);
    }
}

fn table(sheet: &mut Sheet) {
    sheet.fill((0.0, 0.0), (1000.0, 700.0), WALL);
    sheet.fill((130.0, 470.0), (870.0, 530.0), WOOD);
    for left in [200.0, 760.0] {
        sheet.fill((left, 530.0), (left + 40.0, 860.0), ROOF);
    }
    sheet.fill((240.0, 690.0), (760.0, 710.0), ROOF);
}

fn guest_house(sheet: &mut Sheet) {
    sheet.fill((0.0, 820.0), (1000.0, 1000.0), WATER);
    for (left, top) in [(140.0, 360.0), (480.0, 300.0)] {
        sheet.fill((left, top), (left + 300.0, 760.0), WALL);
        sheet.gable((left - 40.0, left + 340.0), (top - 140.0, top + 10.0), ROOF);
        for window in [60.0, 180.0] {
            sheet.fill(
                (left + window, top + 90.0),
                (left + window + 70.0, top + 200.0),
                WOOD,
            );
        }
    }
    sheet.fill((600.0, 560.0), (680.0, 760.0), RED);
    sheet.disc((880.0, 560.0), 110.0, Rgb([104, 138, 92]));
    sheet.fill((872.0, 620.0), (888.0, 780.0), WOOD);
}

fn bins(sheet: &mut Sheet) {
    sheet.gable((40.0, 960.0), (120.0, 300.0), ROOF);
    sheet.fill((80.0, 300.0), (110.0, 820.0), WOOD);
    sheet.fill((890.0, 300.0), (920.0, 820.0), WOOD);
    let colours = [Rgb([60, 120, 72]), Rgb([48, 92, 150]), RED, Rgb([96, 96, 96])];
    for (n, colour) in colours.into_iter().enumerate() {
        let left = 150.0 + n as f64 * 185.0;
        sheet.fill((left, 470.0), (left + 150.0, 820.0), colour);
        sheet.fill((left - 10.0, 430.0), (left + 160.0, 470.0), ROOF);
        sheet.fill((left + 40.0, 560.0), (left + 110.0, 640.0), WALL);
    }
}

fn bottles(sheet: &mut Sheet) {
    sheet.fill((0.0, 0.0), (1000.0, 1000.0), WALL);
    for shelf in [330.0, 600.0, 870.0] {
        sheet.fill((60.0, shelf), (940.0, shelf + 24.0), WOOD);
        for n in 0..9_u8 {
            let left = 90.0 + f64::from(n) * 94.0;
            let tint = [Rgb([196, 150, 60]), Rgb([150, 170, 90]), Rgb([186, 110, 80])][usize::from(n) % 3];
            sheet.fill((left, shelf - 150.0), (left + 60.0, shelf), tint);
            sheet.fill((left + 20.0, shelf - 200.0), (left + 40.0, shelf - 150.0), ROOF);
        }
    }
}

fn hall(sheet: &mut Sheet) {
    sheet.fill((200.0, 380.0), (800.0, 780.0), WALL);
    sheet.gable((120.0, 880.0), (180.0, 390.0), ROOF);
    for n in 0..5 {
        let left = 230.0 + f64::from(n) * 130.0;
        sheet.fill((left, 390.0), (left + 22.0, 780.0), RED);
    }
    sheet.fill((430.0, 540.0), (570.0, 780.0), WOOD);
    sheet.fill((360.0, 420.0), (640.0, 480.0), ROOF);
    for x in [90.0, 920.0] {
        sheet.fill((x - 8.0, 560.0), (x + 8.0, 800.0), WOOD);
        sheet.disc((x, 520.0), 100.0, Rgb([116, 142, 100]));
        for (dx, dy) in [(-30.0, -20.0), (20.0, 30.0), (34.0, -40.0)] {
            sheet.disc((x + dx, 520.0 + dy), 18.0, Rgb([150, 48, 90]));
        }
    }
}

fn room(sheet: &mut Sheet) {
    sheet.fill((0.0, 0.0), (1000.0, 640.0), WALL);
    sheet.fill((0.0, 640.0), (1000.0, 1000.0), Rgb([206, 184, 150]));
    sheet.fill((330.0, 120.0), (670.0, 400.0), Rgb([232, 236, 238]));
    sheet.fill((320.0, 110.0), (680.0, 126.0), ROOF);
    for row in 0..3 {
        for seat in 0..6 {
            let (left, top) = (90.0 + f64::from(seat) * 145.0, 560.0 + f64::from(row) * 130.0);
            sheet.fill((left, top), (left + 90.0, top + 60.0), RED);
            sheet.fill((left + 8.0, top + 60.0), (left + 16.0, top + 100.0), ROOF);
            sheet.fill((left + 74.0, top + 60.0), (left + 82.0, top + 100.0), ROOF);
        }
    }
}
