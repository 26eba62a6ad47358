//! Pictures that people send: read within bounds and written anew, so that nothing but the picture itself is kept.
//!
//! What a phone writes into a file besides the picture (where, when, by which device) is gone: of the file that came
//! nothing is kept but its points, turned the way the phone says.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType, metadata::Orientation,
};

/// The largest file that is read, in bytes.
pub const BYTES_MAX: usize = 15 << 20;
/// The longest edge that is read, in points.
const EDGE_MAX: u32 = 12_000;
/// What reading may take in memory.
const MEMORY_MAX: u64 = 320 << 20;
/// The smallest edge that is a picture of a place.
const EDGE_MIN: u32 = 200;
/// The longest edges of what is kept.
const LARGE: u32 = 1280;
const SMALL: u32 = 480;
const QUALITY: u8 = 78;

/// A picture to be kept, large and small, as JPEG.
#[derive(Clone, Debug)]
pub struct Picture {
    /// For looking at.
    pub large: Vec<u8>,
    /// For lists.
    pub small: Vec<u8>,
    /// Points from side to side of the large one.
    pub width: u32,
    /// Points from top to bottom.
    pub height: u32,
}

/// Why a file is no picture to be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It holds too many bytes.
    #[error("too many bytes")]
    TooHeavy,
    /// It isn't JPEG, PNG or WebP.
    #[error("another format")]
    Format,
    /// It can't be read to its end, or is larger than is read.
    #[error("not readable")]
    Broken,
    /// Its edges are too short to see anything.
    #[error("too small")]
    TooSmall,
}

/// Reads what was sent and writes it anew. Takes a second of computing: not for the threads that answer requests.
///
/// # Errors
/// [`Unfit`].
pub fn read(bytes: &[u8]) -> Result<Picture, Unfit> {
    if bytes.len() > BYTES_MAX {
        return Err(Unfit::TooHeavy);
    }
    let format = image::guess_format(bytes).map_err(|_| Unfit::Format)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(Unfit::Format);
    }
    // The decoder fills what lacks with grey.
    if format == ImageFormat::Jpeg && !is_whole(bytes) {
        return Err(Unfit::Broken);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(EDGE_MAX);
    limits.max_image_height = Some(EDGE_MAX);
    limits.max_alloc = Some(MEMORY_MAX);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| Unfit::Broken)?;
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    // The limits hold for what decoders take for themselves; the picture as it is unpacked is ours to limit.
    if decoder.total_bytes() > MEMORY_MAX {
        return Err(Unfit::Broken);
    }
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| Unfit::Broken)?;
    picture.apply_orientation(turned);
    if picture.width().min(picture.height()) < EDGE_MIN {
        return Err(Unfit::TooSmall);
    }
    let large = within(&picture, LARGE);
    let small = within(&large, SMALL);
    Ok(Picture {
        width: large.width(),
        height: large.height(),
        large: jpeg(&large)?,
        small: jpeg(&small)?,
    })
}

/// Whether a JPEG goes on to its end: marker by marker, over what each carries, up to the one that ends the picture. What
/// comes after that, such as a phone's film, doesn't matter.
fn is_whole(bytes: &[u8]) -> bool {
    let mut rest = bytes.get(2..).unwrap_or_default();
    loop {
        // Within the points, 0xFF is followed by a zero or by one of the eight marks that start anew.
        let marker = rest
            .windows(2)
            .position(|pair| pair[0] == 0xFF && !matches!(pair[1], 0x00 | 0x01 | 0xD0..=0xD8 | 0xFF));
        let Some(at) = marker else { return false };
        if rest[at + 1] == 0xD9 {
            return true;
        }
        let Some(length) = rest.get(at + 2..at + 4) else {
            return false;
        };
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        rest = rest.get(at + 2 + length..).unwrap_or_default();
    }
}

/// The picture with no edge longer than this; never made larger.
fn within(picture: &DynamicImage, edge: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= edge {
        picture.clone()
    } else {
        picture.resize(edge, edge, FilterType::Triangle)
    }
}

fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, Unfit> {
    let mut bytes = Vec::new();
    let points = on_white(picture);
    JpegEncoder::new_with_quality(&mut bytes, QUALITY)
        .encode_image(&points)
        .map_err(|_| Unfit::Broken)?;
    Ok(bytes)
}

/// What is seen through in a picture is white: JPEG knows nothing else.
fn on_white(picture: &DynamicImage) -> image::RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let points = picture.to_rgba8();
    image::RgbImage::from_fn(points.width(), points.height(), |x, y| {
        let [r, g, b, a] = points.get_pixel(x, y).0.map(u32::from);
        let blend = |colour: u32| ((colour * a + 255 * (255 - a)) / 255) as u8;
        image::Rgb([blend(r), blend(g), blend(b)])
    })
}

#[cfg(test)]
mod tests {
    use image::{ImageEncoder, Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    /// A picture whose left half is red.
    fn half_red(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, _| {
            if x < width / 2 {
                Rgb([200, 30, 30])
            } else {
                Rgb([240, 240, 240])
            }
        })
    }

    fn as_jpeg(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
        if let Some(exif) = exif {
            encoder.set_exif_metadata(exif).expect("JPEG takes it");
        }
        encoder.encode_image(picture).expect("a picture");
        bytes
    }

    /// As a phone writes it: turned by a quarter, and where it was taken.
    fn exif() -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        bytes.extend([2, 0]);
        bytes.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        bytes.extend([0x25, 0x88, 4, 0, 1, 0, 0, 0, 38, 0, 0, 0]);
        bytes.extend([0, 0, 0, 0]);
        bytes.extend(b"GPS-30.63-120.56");
        bytes
    }

    #[test]
    fn where_it_was_taken_is_gone_and_it_stands_upright() {
        let sent = as_jpeg(&half_red(2000, 1000), Some(exif()));
        let find = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
        assert!(find(&sent, b"GPS-30.63") && find(&sent, b"Exif"));
        let kept = read(&sent).unwrap();
        assert!(!find(&kept.large, b"GPS") && !find(&kept.large, b"Exif") && !find(&kept.small, b"Exif"));
        assert_eq!(
            (kept.width, kept.height),
            (640, 1280),
            "turned by a quarter, and no edge too long"
        );
        let seen = image::load_from_memory(&kept.large).unwrap().to_rgb8();
        assert!(seen.get_pixel(320, 100).0[1] < 90, "the left half is above now");
        assert!(seen.get_pixel(320, 1200).0[1] > 200);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(read(b"<svg onload=alert(1)>").unwrap_err(), Unfit::Format);
        assert_eq!(read(b"GIF89a...........").unwrap_err(), Unfit::Format);
        let whole = as_jpeg(&half_red(600, 400), None);
        for end in [40, 700, whole.len() / 2, whole.len() - 2] {
            assert_eq!(
                read(&whole[..end]).unwrap_err(),
                Unfit::Broken,
                "cut off after {end}"
            );
        }
        // A film behind it is no part of the picture.
        assert!(read(&[&whole[..], b"....ftypmp42"].concat()).is_ok());
        assert_eq!(
            read(&as_jpeg(&half_red(600, 100), None)).unwrap_err(),
            Unfit::TooSmall
        );
        assert_eq!(read(&vec![0xff; BYTES_MAX + 1]).unwrap_err(), Unfit::TooHeavy);
    }

    /// A few bytes that claim to be a picture of many gigabytes.
    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut png = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut png);
        encoder
            .write_image(&[0; 4], 1, 1, image::ExtendedColorType::Rgba8)
            .unwrap();
        png[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
        assert_eq!(read(&png).unwrap_err(), Unfit::Broken);
    }

    #[test]
    fn what_is_seen_through_is_white() {
        let clear = RgbaImage::from_pixel(300, 300, Rgba([0, 0, 0, 0]));
        let mut png = Vec::new();
        let encoder = image::codecs::png::PngEncoder::new(&mut png);
        encoder
            .write_image(clear.as_raw(), 300, 300, image::ExtendedColorType::Rgba8)
            .unwrap();
        let kept = image::load_from_memory(&read(&png).unwrap().large)
            .unwrap()
            .to_rgb8();
        assert!(kept.get_pixel(10, 10).0.iter().all(|colour| *colour > 250));
    }
}
