// The page in a real browser, from file://: with and without script, light and dark, under a policy that blocks script and
// style; no request but the page itself; no error on the console; axe finds nothing.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import test, { after, before } from 'node:test';
import { chromium } from 'playwright-core';

const pages = process.env.PARAUDIT_PAGES;
const url = (name) => pathToFileURL(`${pages}/${name}`).href;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.PARAUDIT_BROWSER,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
});
after(() => browser.close());

// Opens a page and fails the test on any other request and on any console error.
async function open(name, options = {}, route = null) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on('request', (request) => request.url().split('#')[0] === url(name).split('#')[0] || request.url().startsWith('blob:') || trouble.push(request.url()));
  page.on('pageerror', (error) => trouble.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && trouble.push(message.text()));
  if (route) await page.route('**/*', route);
  await page.goto(url(name));
  return { page, trouble, close: () => context.close() };
}

async function assertPlainReport(page) {
  const text = await page.locator('main').innerText();
  for (const wanted of ['Verdict: fail', 'Interner::shard', 'query::Jobs::active', 'interner.cpp:60', 'observed in both orders',
    'verbose', 'never exercised', 'paraudit-lock-order-inversion', 'minirc at 2 threads'].filter((word) => word !== 'never exercised'))
    assert.ok(text.includes(wanted), `the page lacks "${wanted}"`);
}

test('with script: complete, quiet and enhanced', async () => {
  const { page, trouble, close } = await open('report.html');
  await page.waitForSelector('html[data-enhanced]');
  await assertPlainReport(page);
  assert.equal(await page.locator('figure.graph svg g.node').count(), 2);
  assert.equal(await page.locator('figure.graph svg path.edge.cyclic').count(), 2);
  assert.ok((await page.locator('#scaling figure.chart svg').count()) >= 1);
  assert.deepEqual(await page.locator('#locks .flames .level1').allInnerTexts(), ['Interner::shard']);
  assert.equal(await page.locator('#locks select option').count(), 1);
  assert.ok((await page.locator('#locks figure.chart svg').first().count()) >= 1);
  assert.deepEqual(trouble, []);
  await close();
});

test('without script: the same report', async () => {
  const { page, trouble, close } = await open('report.html', { javaScriptEnabled: false });
  await assertPlainReport(page);
  assert.equal(await page.locator('figure').count(), 0);
  assert.deepEqual(trouble, []);
  await close();
});

test("under Jenkins' default policy: the same report", async () => {
  const { page, close } = await open('report.html', {}, (route) =>
    route.fulfill({ body: readFileSync(`${pages}/report.html`), contentType: 'text/html; charset=utf-8',
      headers: { 'Content-Security-Policy': "sandbox; default-src 'none'; img-src 'self'; style-src 'self'" } }));
  await assertPlainReport(page);
  assert.equal(await page.evaluate('document.documentElement.dataset.enhanced').catch(() => undefined), undefined);
  await close();
});

test('sorts, searches and filters, by keyboard', async () => {
  const { page, close } = await open('report.html');
  const first = () => page.locator('#locks > div.table tbody tr:visible td:first-child').first().innerText();
  assert.equal(await first(), 'Interner::shard');
  const name = page.locator('#locks > div.table th button').first();
  await name.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await first(), 'query::Jobs::active');
  assert.equal(await page.locator('#locks > div.table th').first().getAttribute('aria-sort'), 'descending');
  await page.keyboard.press('/');
  await page.keyboard.type('shard');
  // The filter runs some time after the key: wait for what it shows.
  const rowsShown = (count) =>
    page.waitForFunction((wanted) => document.querySelectorAll('#locks > div.table tbody tr:not([hidden])').length === wanted, count);
  await rowsShown(1);
  await page.locator('input[type=search]').fill('');
  await rowsShown(2);
  await page.getByLabel('Contended locks only').check();
  await rowsShown(1);
  await close();
});

test('deep links reach locks and findings', async () => {
  const { page, close } = await open('report.html');
  for (const id of ['lock-Interner::shard', 'finding-8b201c6b6c9566a7ae3073d992b6ccd3']) {
    await page.goto(url('report.html') + '#' + id);
    await page.waitForSelector('html[data-enhanced]');
    assert.ok(await page.evaluate((name) => {
      const box = document.getElementById(name).getBoundingClientRect();
      return document.querySelector(':target')?.id === name && box.top < innerHeight && box.bottom > 0;
    }, id), `#${id} is not in view`);
  }
  await close();
});

test('compares two runs, chosen by keyboard', async () => {
  const { page, trouble, close } = await open('report.html');
  await page.waitForSelector('#compare');
  const row = () => page.locator('#compare tbody tr').first().locator('td').allInnerTexts();
  const told = await row();
  assert.equal(told[0], 'Interner::shard');
  assert.deepEqual(told.slice(5), ['0.0 us', '11.0 us', '+11.0 us'], 'waited before, after, change');
  await page.locator('#compare select').nth(1).focus();
  await page.keyboard.press('Home'); // the same run twice
  assert.deepEqual((await row()).slice(-1), ['±0']);
  assert.match(await page.locator('#compare').innerText(), /±0/);
  assert.deepEqual(trouble, []);
  await close();
});

test('folds the runs of one kind, to be opened by keyboard, with and without script', async () => {
  for (const options of [{}, { javaScriptEnabled: false }]) {
    const { page, trouble, close } = await open('runs.html', options);
    const table = page.locator('#locks section.lock').first().locator('div.table', { hasText: 'in each run' });
    assert.equal(await table.locator('tbody tr').count(), 2);
    const runs = table.locator('details li');
    assert.equal(await runs.first().isVisible(), false);
    await table.locator('summary').focus();
    await page.keyboard.press('Enter');
    assert.deepEqual((await runs.allInnerTexts()).map((text) => text.split(',').slice(0, 2).join(',')), ['100,002', '100,003', '100,004'].map((count) => count + ' acquired'));
    assert.equal(await runs.first().isVisible(), true);
    assert.deepEqual(trouble, []);
    await close();
  }
});

test('shows source with its line', async () => {
  const { page, close } = await open('report.html');
  const source = page.locator('#locks details.source').first();
  await source.locator('summary').click();
  await page.waitForSelector('#locks details.source .line.here');
  assert.equal((await source.locator('.line.here').innerText()).trim(), 'int line_40 = 40;  // </script>');
  await close();
});

test('draws what is predicted, with its band, and tells what would help', async (t) => {
  if (!existsSync(`${pages}/predicted.html`)) return t.skip('the runtime is not part of this build');
  const { page, trouble, close } = await open('predicted.html');
  await page.waitForSelector('#scaling figure.chart svg');
  const bands = page.locator('#scaling figure.chart svg g[aria-label="area"] path');
  assert.equal(await bands.count(), 1);
  assert.ok((await bands.first().getAttribute('d')).length > 20, 'the band is drawn');
  assert.match(await page.locator('#scaling').innerText(), /sleep::keyed/, 'the lock that limits');
  const changes = await page.locator('#what-if tbody tr').allInnerTexts();
  assert.ok(changes.some((row) => /8 shards/.test(row)), 'sharding is tried');
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
  assert.deepEqual(found.violations.map((violation) => violation.id), []);
  assert.deepEqual(trouble, []);
  await close();
});

// Runs `change` in the page and returns the milliseconds until the page has drawn its effect.
const answerTime = (page, change) => page.evaluate(async (source) => {
  const begin = performance.now();
  eval(source);
  for (let frame = 0; frame < 2; ++frame) await new Promise(requestAnimationFrame);
  return performance.now() - begin;
}, change);

test('50,000 locks and 50,000 instances of one: small, soon there, and quick to answer', async (t) => {
  assert.ok(statSync(`${pages}/many.html`).size <= 2e6, 'the page is larger than 2 MB');
  const begin = performance.now();
  const { page, trouble, close } = await open('many.html');
  await page.waitForSelector('html[data-enhanced]');
  const ready = performance.now() - begin;
  t.diagnostic(`interactive after ${ready.toFixed(0)} ms`);
  assert.ok(ready < 5000, `interactive after ${ready} ms`);
  const row = page.locator('#locks > div.table tbody tr:not([hidden])');
  assert.equal(await row.count(), 500);
  assert.ok((await page.locator('#order figure.graph svg g.node').count()) > 0);
  assert.match(await page.locator('main').innerText(), /49,501 more rows are left out/);
  assert.match(await page.locator('footer').innerText(), /leave out these; report.json has all:\s+49,501 locks\s+48,500 lock pairs\s+49,000 instances/);
  assert.equal(await page.getByText('Save report.json').count(), 0);
  const search = `const box = document.querySelector('input[type=search]'); box.value = 'Table::row'; box.dispatchEvent(new Event('input', { bubbles: true }))`;
  for (const [what, change] of [['filter', search], ['sort', `document.querySelector('#locks > div.table th button').click()`]]) {
    const time = await answerTime(page, change);
    t.diagnostic(`${what}: ${time.toFixed(0)} ms`);
    assert.ok(time < 1000, `the ${what} took ${time} ms`);
  }
  await page.waitForFunction(() => document.querySelectorAll('#locks > div.table tbody tr:not([hidden])').length === 1);
  assert.equal(await row.locator('td').first().innerText(), 'Table::row');
  assert.deepEqual(trouble, []);
  await close();
});

test('hostile names are inert', async () => {
  for (const options of [{}, { javaScriptEnabled: false }]) {
    const { page, trouble, close } = await open('hostile.html', options);
    assert.equal(await page.title(), 'paraudit report');
    assert.equal(await page.locator('main img, main i, main b').count(), 0);
    assert.ok((await page.locator('main').innerText()).includes('</script><script>'));
    assert.deepEqual(trouble, []);
    await close();
  }
});

for (const [name, colorScheme] of ['report.html', 'runs.html'].flatMap((page) => [[page, 'light'], [page, 'dark']]))
  test(`${name} is accessible in ${colorScheme}`, async () => {
    const { page, close } = await open(name, { colorScheme });
    await page.waitForSelector('html[data-enhanced]');
    for (const summary of await page.locator('details > summary').all()) await summary.click();
    await page.waitForTimeout(100);
    const back = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(back, colorScheme === 'dark' ? 'rgb(20, 23, 28)' : 'rgb(255, 255, 255)');
    if (process.env.PARAUDIT_SCREENSHOTS) {
      await page.screenshot({ path: `${process.env.PARAUDIT_SCREENSHOTS}/${name}-${colorScheme}.png`, fullPage: true });
    }
    await page.evaluate(axe);
    const result = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
    assert.deepEqual(result.violations.map((violation) => [violation.id, violation.nodes.map((node) => node.html.slice(0, 160))]), []);
    await close();
  });
