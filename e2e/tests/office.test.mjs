// The county office: the coverage page with every figure a way to its records, a gap and who is near, a past date;
// and a spreadsheet of a thousand enterprises that is not as it should be.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { county, said, says } from "../lib/county.mjs";
import { shots } from "../lib/look.mjs";
import { officeSpreadsheet } from "../lib/spreadsheet.mjs";

const here = county();
const number = (text) => Number(text.replaceAll(",", ""));

describe("coverage", () => {
  let office;
  let home;

  before(async () => {
    office = await here.as("county_office");
    home = `/w/${here.roles.county_office.organisation}`;
  });

  test("a line's figures open to their units, and a unit to its records", async () => {
    await office.goto(home);
    await office.getByRole("navigation", { name: "底部导航" }).getByRole("link", { name: "组织覆盖" }).click();
    await office.getByRole("heading", { level: 1, name: "组织覆盖" }).waitFor();
    for (const word of ["应建单位的工会", "已建", "联合覆盖", "空壳", "空白"]) await says(office, new RegExp(word));
    await shots(office, "coverage", { whole: true });
    await office.setViewportSize({ width: 390, height: 844 });

    const part = office.locator(".parts a").filter({ hasText: "联合覆盖" });
    const units = number((await part.innerText()).match(/联合覆盖\s*([\d,]+)/)[1]);
    await part.click();
    await office.getByRole("heading", { level: 1, name: /联合覆盖/ }).waitFor();
    const pager = office.getByRole("navigation", { name: "翻页" });
    const shown = (await pager.count()) ? (await pager.innerText()).match(/共 ([\d,]+) 条/) : null;
    if (shown) assert.equal(number(shown[1]), units, "the list has as many units as the figure says");
    else assert.ok(units > 0 && (await office.locator("main tbody tr").count()) > 0);

    await office.locator("main tbody a").first().click();
    await office.waitForURL(/\/units\//);
    await says(office, /覆盖的来历[^]*依据|依据[^]*覆盖的来历/);
    await office.getByRole("link", { name: /联合工会|产业工会|联合会/ }).first().click();
    await office.waitForURL(/\/organisations\//);
    await says(office, /任职[^]*覆盖的单位/);
  });

  test("a place on the map opens to its list", async () => {
    await office.goto(`${home}/coverage?line=women`);
    const tile = office.locator("main svg a").filter({ has: office.locator("title") }).first();
    await tile.click();
    await office.waitForURL(/area=.*status=/);
    await office.getByRole("heading", { level: 1, name: /的单位/ }).waitFor();
  });

  test("a gap names the nearest bodies that could share, with distance and reason, and becomes a task", async () => {
    await office.goto(`${home}/coverage`);
    await office.locator("main").getByRole("link", { name: "空白", exact: true }).first().click();
    await office.waitForURL(/\/coverage\/gaps/);
    const people = (await office.locator("main tbody tr").allInnerTexts()).map((row) => number(row.match(/落下的人\s*([\d,]+)|\t([\d,]+)\t/)?.slice(1).find(Boolean) ?? "0"));
    assert.deepEqual(people, people.toSorted((a, b) => b - a), "those that leave out most come first");
    await office.getByRole("link", { name: /怎么补/ }).first().click();
    const gap = await said(office);
    assert.match(gap, /没有工会组织[^]*为什么应建[^]*邻近可以共用的组织[^]*约 [\d.]+ 公里（示意）[^]*已覆盖/);
    await shots(office, "gap", { whole: true });
    await office.setViewportSize({ width: 390, height: 844 });
    await office.getByLabel("完成日期").fill("2099-12-31");
    await office.getByRole("button", { name: "派出任务" }).click();
    await office.getByText(/任务已交给/).waitFor();
  });

  test("the same as of a past date", async () => {
    await office.goto(`${home}/coverage`);
    const of = async () => number((await said(office)).match(/([\d,]+) 家应建单位的工会/)[1]);
    const now = (await office.locator(".parts").innerText()).replace(/\s+/g, " ");
    await office.locator(".filter-box > summary").click();
    await office.getByLabel("截至哪一天").fill("2024-06-30");
    await office.getByLabel("截至哪一天").blur();
    await office.waitForURL(/on=2024-06-30/);
    await office.getByText("这是过去某一天的情况，不是今天的。").waitFor();
    await office.locator(".chip", { hasText: "2024年6月30日" }).waitFor();
    await says(office, /截至 2024年6月30日，桐乡市的工会覆盖情况/);
    assert.ok((await of()) > 0);
    assert.notEqual((await office.locator(".parts").innerText()).replace(/\s+/g, " "), now);
    assert.deepEqual(office.problems, []);
    await office.context().close();
  });
});

for (const scripts of [true, false]) {
  const rows = scripts ? "a thousand rows, with" : "a thousand rows again, without";
  describe(`a spreadsheet of ${rows} JavaScript`, () => {
    let folder;
    let file;
    let about;
    let office;
    let imports;

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), "langqiao-office-"));
      file = join(folder, "企业名单.xlsx");
      about = officeSpreadsheet(file);
      office = await here.as("county_office", { scripts });
      imports = `/w/${here.roles.county_office.organisation}/imports`;
    });
    after(async () => {
      await office?.context().close();
      rmSync(folder, { recursive: true, force: true });
    });

    const send = async () => {
      await office.goto(imports);
      await office.getByLabel("表格文件").setInputFiles(file);
      await office.getByRole("button", { name: "读取并检查" }).click();
      await office.getByText(/列名在第 3 行，共 1000 行数据/).waitFor();
    };

    if (scripts) {
      test("the preview names each bad cell and what to do", async () => {
        await send();
        const rows = await office.locator("#rows tbody tr, main tbody tr").allInnerTexts();
        for (const { row, what, says } of about.wrong) {
          assert.ok(rows.some((text) => text.includes(String(row)) && text.includes(says)), `row ${row}, ${what}: ${says}`);
        }
        await office.getByRole("link", { name: /需要理由/ }).click();
        await says(office, new RegExp(`${about.held}[^]*校验位不符`));
        await shots(office, "import", { whole: true });
        await office.setViewportSize({ width: 390, height: 844 });
      });

      test("the good rows go in, and the bad ones come back with a column that says why", async () => {
        await office.getByRole("button", { name: `导入 ${about.good} 行` }).click();
        // The page follows the import by itself.
        await office.getByText(`已导入 ${about.good} 行`).waitFor({ timeout: 120_000 });
        const pending = office.waitForEvent("download");
        await office.getByRole("link", { name: "下载问题行" }).first().click();
        const rejects = readFileSync(await (await pending).path());
        assert.equal(rejects.subarray(0, 2).toString(), "PK");

        // What came back can be sent again as it is, and is refused for the same reasons.
        await office.goto(imports);
        await office.getByLabel("表格文件").setInputFiles({
          name: "问题行.xlsx",
          mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
          buffer: rejects,
        });
        await office.getByRole("button", { name: "读取并检查" }).click();
        await office.getByText(`共 ${about.wrong.length + 1} 行数据`).waitFor();
        await says(office, /没有用到的列：[^]*原因和改法|没有一行能导入/);
      });
    }

    test("the same file again changes nothing", async () => {
      await send();
      const page = await said(office);
      if (scripts) assert.match(page, /同一个文件导入过，时间是/);
      assert.match(page, /其余的行都与库里一致/);
      assert.match(page, new RegExp(`新增\\s+0[^]*有变化\\s+0[^]*无变化\\s+${about.good}`));
      await office.getByText("放弃这次导入").click();
      await office.getByRole("button", { name: "确定放弃" }).click();
      await office.getByText("已放弃").first().waitFor();
      assert.deepEqual(office.problems, []);
    });
  });
}
