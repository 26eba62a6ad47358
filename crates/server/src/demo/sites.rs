//! What becomes of sites in the demonstration: stages, money, keys, pictures, and what one finds there.

use jiff::{ToSpan, civil::Date};
use langqiao_app::{
    bookings,
    sites::{
        self, NewEntry, Shot, Site, Source, Step,
        builders::{self, Body, Gave, Part},
    },
    venues::{self, Details, Facility, Position, Stage},
};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, VenueId},
    time,
};
use langqiao_platform::{app::App, files::Files};
use langqiao_store::{WriteTx, params};

use super::{
    county::{County, by},
    drawings::{Scene, draw},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// A site of the public record: its name, what it is, where, what is to be seen there.
struct Known {
    name: &'static str,
    about: &'static str,
    address: &'static str,
    at: (f64, f64),
    scene: Scene,
    alt: &'static str,
}

const KNOWN: [Known; 4] = [
    Known {
        name: "槜美微民宿",
        about: "村里闲置的老屋改成，妇女微家就设在这里，平时开茶话会、做手工。",
        address: "桃园村槜李路 18 号",
        at: (30.6412, 120.5108),
        scene: Scene::GuestHouse,
        alt: "河边两栋白墙黑瓦的小屋，红色的门",
    },
    Known {
        name: "垃圾分类宣教站",
        about: "看得见、摸得着的垃圾分类课，孩子们可以来玩分类游戏。",
        address: "桃园村槜李路 26 号",
        at: (30.6421, 120.5121),
        scene: Scene::Bins,
        alt: "棚子下面四个颜色不同的分类垃圾桶",
    },
    Known {
        name: "酵素指导应用所",
        about: "学做环保酵素，用厨余做肥料，每周有人值班指导。",
        address: "桃园村槜李路 30 号",
        at: (30.6405, 120.5126),
        scene: Scene::Bottles,
        alt: "三层木架上摆满装着酵素的瓶子",
    },
    Known {
        name: "槜李堂",
        about: "村民议事、开会、办活动的地方，放学后有四点半学堂。",
        address: "桃园村文化路 8 号",
        at: (30.6398, 120.5112),
        scene: Scene::Hall,
        alt: "槜李堂大门，两边各有一棵槜李树",
    },
];

/// Sites without a group: name, what they are, whom one asks.
const PLAIN: [(&str, &str, &str); 2] = [
    (
        "桃园村长者食堂",
        "给村里老人做午饭和晚饭，走不动的送上门。两餐之间的时间，用餐厅可以借来办活动。",
        "食堂值班台（每天 10:00–18:00）",
    ),
    (
        "桃园村司法援助站",
        "每周二、四有法律志愿者值班，帮着看合同、写申请，法律援助从这里申请。谈话单独进行。",
        "桃园村便民服务台（工作日 8:30–17:00）",
    ),
];

/// A room that nobody uses.
pub const UNUSED: &str = "二楼小会议室";

/// Tells of the sites what is known of them.
///
/// # Errors
/// When the database or the disk fails.
pub async fn play(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let mut shots = Vec::new();
    for known in &KNOWN {
        shots.push(shot(&app.files, known.scene)?);
    }
    let room = shot(&app.files, Scene::Room)?;
    let (plan, county, keys) = (plan.clone(), county.clone(), app.keys.clone());
    app.db
        .write(by(app.now()), move |tx| {
            for (at, venue) in plan.venues.iter().enumerate() {
                let owner = county.organisations[venue.owner];
                let Some(person) = county.leaders[venue.owner] else {
                    continue;
                };
                let space = county.spaces[at][0];
                let id =
                    bookings::venue_of(tx, space)?.ok_or_else(|| unexpected("find a venue", &venue.name))?;
                let whose = (owner, person);
                let known = KNOWN
                    .iter()
                    .position(|known| known.name == venue.name && venue.cluster.is_some());
                begun(tx, whose, id, (at, known))?;
                if let Some((name, about, contact)) = PLAIN.iter().find(|(name, ..)| *name == venue.name) {
                    let wish = sites::Wish {
                        name: (*name).to_owned(),
                        cluster: String::new(),
                        details: Details {
                            about: (*about).to_owned(),
                            contact: (*contact).to_owned(),
                            step_free: Some(venue.step_free),
                            facilities: vec![Facility::Toilet, Facility::Water, Facility::AirConditioning],
                            ..Details::default()
                        },
                    };
                    sites::change(tx, owner, id, &wish).map_err(|why| unexpected("describe a venue", why))?;
                }
                if let Some(known) = known {
                    tell(tx, whose, id, (venue.step_free, &KNOWN[known]))?;
                    built(tx, owner, id, known)?;
                    pictures(
                        tx,
                        whose,
                        id,
                        [
                            (&shots[known], KNOWN[known].alt),
                            (&room, "里面的活动室，摆着三排红椅子"),
                        ],
                    )?;
                    sites::set_way_in(
                        tx,
                        &keys,
                        owner,
                        id,
                        "东门进。钥匙在便民服务台，晚上先给拿钥匙的人打电话。",
                    )
                    .map_err(|why| unexpected("write how one gets in", why))?;
                    let phone = own_phone(tx, &keys, person)?;
                    sites::add_holder(tx, &keys, owner, id, &phone)
                        .map_err(|why| unexpected("give a key", why))?;
                }
            }
            Ok::<_, Failure>(())
        })
        .await
}

fn own_phone(
    tx: &mut WriteTx<'_>,
    keys: &langqiao_platform::keys::Keys,
    person: PersonId,
) -> Result<String, Failure> {
    let own =
        langqiao_platform::people::own(tx, keys, person).map_err(|why| unexpected("read a phone", why))?;
    own.and_then(|own| own.phone)
        .ok_or_else(|| unexpected("find a phone", person))
}

/// Draws a picture and keeps it as if it had been sent.
fn shot(files: &Files, scene: Scene) -> Result<Shot, Failure> {
    let picture = sites::read_picture(&draw(scene, 1280, 960)).map_err(|why| unexpected("draw", why))?;
    kept(files, &picture)
}

/// A picture on the disk.
pub(super) fn kept(files: &Files, picture: &sites::Picture) -> Result<Shot, Failure> {
    let keep = |bytes: &[u8]| {
        files
            .put_blocking(bytes)
            .map_err(|why| unexpected("keep a picture", why))
    };
    Ok(Shot {
        size: (picture.width, picture.height),
        large: keep(&picture.large)?,
        small: keep(&picture.small)?,
    })
}

fn pictures(
    tx: &mut WriteTx<'_>,
    whose: (OrganisationId, PersonId),
    id: VenueId,
    pictures: [(&Shot, &str); 2],
) -> Result<(), Failure> {
    for (shot, alt) in pictures {
        sites::add_photo(tx, whose, id, shot, alt).map_err(|why| unexpected("show a picture", why))?;
    }
    Ok(())
}

/// A co-builder: its name, what it gave, the same in words, what it may use (empty: nothing).
type Builder = (&'static str, &'static [Gave], &'static str, &'static str);

/// Who built the sites of the public record together; the bodies are invented.
const BUILT: [&[Builder]; 4] = [
    &[
        (
            "桃园村股份经济合作社",
            &[Gave::Space, Gave::Money],
            "老屋两间，修缮出资 4.8 万元",
            "每季度一次社员会",
        ),
        (
            "桃园村巧手工坊",
            &[Gave::Staff],
            "每月两次手工课的师傅",
            "二楼库房",
        ),
    ],
    &[
        ("桃园村股份经济合作社", &[Gave::Space], "空地一块，水电", ""),
        (
            "桃园村老人协会",
            &[Gave::Staff],
            "每天一人讲解、引导",
            "遮阳棚下的茶座",
        ),
    ],
    &[(
        "槜李种植专业合作社（虚构）",
        &[Gave::Equipment, Gave::Other],
        "发酵桶 20 个，残次果当原料",
        "每周一桶酵素做肥料",
    )],
    &[
        (
            "桃园村股份经济合作社",
            &[Gave::Space, Gave::Money],
            "场地，装修出资 6 万元",
            "每年两次股东会",
        ),
        (
            "桃园村老人协会",
            &[Gave::Staff],
            "开门、打扫，每天两人",
            "底楼棋牌室，每天下午",
        ),
    ],
];

fn built(tx: &mut WriteTx<'_>, owner: OrganisationId, id: VenueId, known: usize) -> Result<(), Failure> {
    let today = time::day(tx.now());
    for (n, (name, gave, words, may_use)) in (0_i64..).zip(BUILT[known]) {
        let part = Part {
            gave: gave.to_vec(),
            words: (*words).to_owned(),
            may_use: (*may_use).to_owned(),
            since: Some(today.saturating_sub((880 - 200 * n).days())),
        };
        let body = Body::Named((*name).to_owned());
        builders::add(tx, owner, id, (&body, &part))
            .map_err(|why| unexpected("name who built a venue together", why))?;
    }
    Ok(())
}

/// What came from the village, in fen, from whom and what for: what is said of who built a site of the public record
/// together ([`BUILT`]) is in its money, too.
fn from_village(known: Option<usize>, n: i64) -> (&'static str, i64, &'static str) {
    match known {
        Some(0) => ("桃园村股份经济合作社", 4_800_000, "老屋修缮"),
        Some(3) => ("桃园村股份经济合作社", 6_000_000, "装修"),
        Some(_) => ("桃园村集体经费", 3_200_000 + n * 10_000, "房屋修缮"),
        None => ("村股份经济合作社", 4_800_000 + n * 10_000, "房屋修缮"),
    }
}

/// When it came into being and who paid: some years ago, by turns.
fn begun(
    tx: &mut WriteTx<'_>,
    whose: (OrganisationId, PersonId),
    id: VenueId,
    (n, known): (usize, Option<usize>),
) -> Result<(), Failure> {
    let today = time::day(tx.now());
    let since = |days: i64| -> Date { today.saturating_sub(days.days()) };
    let n = n as i64;
    // It stands as entered, so that its first steps are written as they are in a register that is taken over.
    tx.execute("UPDATE venue SET stage = 'planned' WHERE id = ?1", params![id])?;
    for (stage, days) in [(Stage::Building, 900 - n), (Stage::InService, 700 - n)] {
        let step = Step {
            stage,
            day: since(days),
            reason: String::new(),
        };
        sites::move_to(tx, whose, Site::Venue(id), &step).map_err(|why| unexpected("take a step", why))?;
    }
    let (giver, amount, note) = from_village(known, n);
    let sums = [
        (Source::Village, giver, amount, 880, note),
        (Source::Lines, "市妇联", 2_000_000, 760, "桌椅、音响"),
        (
            Source::Firm,
            "结对企业（虚构）",
            1_500_000 + n * 5_000,
            720,
            "空调",
        ),
    ];
    for (source, giver, amount, days, note) in sums.into_iter().take(1 + n as usize % 3) {
        let entry = NewEntry {
            source,
            giver: giver.to_owned(),
            amount,
            day: since(days),
            note: note.to_owned(),
        };
        sites::give(tx, whose, id, &entry).map_err(|why| unexpected("write down money", why))?;
    }
    Ok(())
}

/// What is said of a site of the public record; the rest is invented.
fn tell(
    tx: &mut WriteTx<'_>,
    (owner, _): (OrganisationId, PersonId),
    id: VenueId,
    (step_free, known): (bool, &Known),
) -> Result<(), Failure> {
    let venue = venues::venue(tx, id)?.ok_or_else(|| unexpected("find a venue", known.name))?;
    let wish = sites::Wish {
        name: known.name.to_owned(),
        cluster: venue.cluster.map(|(_, name)| name).unwrap_or_default(),
        details: Details {
            address: known.address.to_owned(),
            about: known.about.to_owned(),
            contact: "桃园村便民服务台（工作日 8:30–17:00）".to_owned(),
            step_free: Some(step_free),
            facilities: vec![
                Facility::Toilet,
                Facility::Water,
                Facility::AirConditioning,
                Facility::FirstAid,
                Facility::Aids,
            ],
            position: Some(Position {
                latitude: known.at.0,
                longitude: known.at.1,
            }),
        },
    };
    sites::change(tx, owner, id, &wish).map_err(|why| unexpected("describe a venue", why))?;
    if known.scene == Scene::Hall {
        sites::add_space(tx, owner, id, (UNUSED, 12)).map_err(|why| unexpected("add a room", why))?;
    }
    let cluster = venues::venue(tx, id)?.and_then(|venue| venue.cluster);
    if let Some((cluster, name)) = cluster {
        let about = "四处阵地一起用：住、学、做、议，各有去处，一个预约、一本账。";
        // Whoever entered its first site runs the group.
        if venues::cluster(tx, cluster)?
            .is_some_and(|found| found.organisation == Some(owner) && found.about.is_empty())
        {
            sites::describe_cluster(tx, owner, cluster, (&name, about))
                .map_err(|why| unexpected("describe a group", why))?;
        }
    }
    Ok(())
}
