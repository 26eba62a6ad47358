// A county of invented people, as many as are asked for, all of whom can act: for what needs a crowd.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hoursAhead } from "./county.mjs";
import { start } from "./server.mjs";

const langqiao = process.env.LANGQIAO_BIN ?? join(import.meta.dirname, "../../target/debug/langqiao");
const lines = (path) => readFileSync(path, "utf8").trim().split("\n").map((line) => JSON.parse(line));

/** Fills a county with so many people and serves it. */
export async function crowd(people) {
  const data = mkdtempSync(join(tmpdir(), "langqiao-crowd-"));
  const [sessions, hosts] = [join(data, "sessions"), join(data, "hosts")];
  const amounts = { units: 300, organisations: 50, people, activities: 1 };
  const args = Object.entries({ data, sessions, hosts, ...amounts }).flatMap(([name, value]) => [`--${name}`, String(value)]);
  execFileSync(langqiao, ["bench-data", ...args], { stdio: "ignore" });
  const server = await start(langqiao, ["serve", "--data", data, "--listen", "127.0.0.1:0", "--json"]);
  const [host] = lines(hosts);
  const ask = async (session, path, body, type) => {
    const response = await fetch(`${server.address}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { cookie: session.cookie, "accept-language": "zh-CN", ...(type && { "content-type": type }) },
      body,
      redirect: "manual",
    });
    const text = await response.text();
    if (response.status >= 400) throw new Error(`${path}: ${response.status} ${text.slice(0, 2000)}`);
    return text;
  };
  return {
    address: server.address,
    host,
    residents: lines(sessions),
    async stop() {
      await server.stop();
      rmSync(data, { recursive: true, force: true });
    },
    /** Asks the API as the host. */
    async api(method, path, body) {
      const json = body === undefined && method === "POST" ? "{}" : body && JSON.stringify(body);
      const address = `/api/v1${path.replace("{org}", host.organisation)}`;
      const text = await ask(host, address, json, json && "application/json");
      return text && JSON.parse(text);
    },
    /** Signs everybody up by the page's form, and gives their short codes. */
    async signUp(activity) {
      const form = "application/x-www-form-urlencoded";
      const queue = [...this.residents];
      const work = async () => {
        for (let next = queue.pop(); next; next = queue.pop()) {
          await ask(next, `/activities/${activity}/sign-up`, `csrf=${next.csrf}&role=attendee&who=me`, form);
        }
      };
      await Promise.all([work(), work(), work(), work()]);
      const codes = [];
      let path = `/w/${host.organisation}/activities/${activity}/checkin/expected`;
      while (path) {
        const page = await ask(host, path);
        codes.push(...[...page.matchAll(/name="code" value="([0-9A-Z]{6})"/g)].map(([, code]) => code));
        path = page.match(/href="([^"]*\/expected\?after=[^"]*)"/)?.[1];
      }
      return codes;
    },
    /** An activity that begins in an hour, with places for all. */
    async activity(title) {
      const { items } = await this.api("GET", `/areas?q=${encodeURIComponent("桃园村")}`);
      const made = await this.api("POST", "/organisations/{org}/activities", {
        title, kind: "family", place: "村口", area: items.find((area) => area.short_name === "桃园村").id,
        own: { people: 2, share: 1 }, seats: people, volunteers: 3,
        starts_at: hoursAhead(1), ends_at: hoursAhead(3), signup_closes_at: hoursAhead(1),
      });
      await this.api("POST", `/organisations/{org}/activities/${made.id}/publish`);
      return made.id;
    },
  };
}
