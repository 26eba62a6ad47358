// A round of scoring that is ready to be judged, made through the API.
import { dayAhead } from "./county.mjs";

const item = (label) => ({ label, wants: "现场看，也看记录", highest: 1000, weight: 50, sources: ["uses", "step_free"] });

/** What judges look at unless a test says otherwise. */
export const ITEMS = ["开放使用", "场地环境"].map(item);
export const OTHER_ITEMS = ["共建共用", "服务群众"].map(item);

/**
 * A route of the county office with so many venues, judged by two people of the demonstration.
 * @returns {Promise<{path: string, round: string, route: string, venues: {id: string, name: string}[], office: Function}>}
 *   `office` asks the API below the round, as the office
 */
export async function roundOf(here, title, { venues: n = 2, day = dayAhead(0), judges = ["volunteer", "resident"] } = {}) {
  const own = (method, path, body) => here.api("county_office", method, `/organisations/{org}/panels${path}`, body);
  const round = (await own("POST", "", { title, from: dayAhead(-180), until: dayAhead(-1), items: ITEMS })).id;
  const route = (await own("POST", `/${round}/routes`, { name: `${title}一号线`, day })).id;
  const { items } = await here.api("county_office", "GET", "/venues?limit=50");
  const venues = items.slice(0, n);
  const line = `/${round}/routes/${route}`;
  await own("POST", `${line}/venues`, { venues: venues.map(({ id }) => id) });
  for (const judge of judges) {
    await own("POST", `${line}/judges`, { name: "评委", phone: here.roles[judge].phone });
  }
  const office = (method, path, body) => own(method, `/${round}${path.replace("{route}", `routes/${route}`)}`, body);
  return { path: `/scoring/${route}`, round, route, venues, office };
}
