// Reads as much of TOML as the decision table and its cases use: tables, lists of tables, texts, numbers, lists and
// inline tables. Anything else is an error, so that nothing is read wrongly.

/** @returns {object} what the text says */
export function parse(text) {
  const root = {};
  let table = root;
  text.split("\n").forEach((line, number) => {
    const at = new Reader(line, number + 1);
    if (at.end()) return;
    if (at.take("[[")) {
      const name = at.name();
      at.must("]]");
      table = {};
      (root[name] ??= []).push(table);
    } else if (at.take("[")) {
      table = root[at.name()] = {};
      at.must("]");
    } else {
      const name = at.name();
      at.must("=");
      table[name] = at.value();
    }
    if (!at.end()) at.fail();
  });
  return root;
}

class Reader {
  constructor(line, number) {
    this.rest = line;
    this.number = number;
  }
  end() {
    this.rest = this.rest.trimStart();
    return this.rest === "" || this.rest.startsWith("#");
  }
  fail() {
    throw new Error(`line ${this.number}: ${this.rest}`);
  }
  take(mark) {
    this.rest = this.rest.trimStart();
    if (!this.rest.startsWith(mark)) return false;
    this.rest = this.rest.slice(mark.length);
    return true;
  }
  must(mark) {
    if (!this.take(mark)) this.fail();
  }
  match(pattern) {
    this.rest = this.rest.trimStart();
    const found = this.rest.match(pattern)?.[0] ?? this.fail();
    this.rest = this.rest.slice(found.length);
    return found;
  }
  name() {
    return this.match(/^[a-z_]+/);
  }
  value() {
    if (this.take("{")) return Object.fromEntries(this.list("}", () => [this.name(), (this.must("="), this.value())]));
    if (this.take("[")) return this.list("]", () => this.value());
    if (/^\s*"/.test(this.rest)) return JSON.parse(this.match(/^"[^"\\]*"/));
    return Number(this.match(/^-?\d+/));
  }
  list(end, item) {
    const items = [];
    while (!this.take(end)) {
      items.push(item());
      if (!this.take(",")) {
        this.must(end);
        break;
      }
    }
    return items;
  }
}
