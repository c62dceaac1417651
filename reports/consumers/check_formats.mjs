// Every file of DIR with its real consumer; each check must also say no to a damaged file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';

const require = createRequire(import.meta.url);
const directory = process.argv[2];
const read = name => fs.readFileSync(path.join(directory, name));
const json = name => JSON.parse(read(name));
const files = ending => fs.readdirSync(directory).filter(name => name.endsWith(ending));

function accepts(validate, document, what) {
  assert.ok(validate(document), `${what}: ${JSON.stringify(validate.errors?.slice(0, 5), null, 1)}`);
}

function sarifSchema() {
  const Ajv = require('ajv-draft-04');
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true });
  require('ajv-formats')(ajv);
  const schemas = path.dirname(require.resolve('@microsoft/jest-sarif/package.json')) + '/lib/schemas';
  const validate = ajv.compile(JSON.parse(fs.readFileSync(`${schemas}/sarif-2.1.0-rtm.5.json`)));
  for (const name of files('.sarif'))
    accepts(validate, json(name), name);
  const broken = json('r.sarif');
  broken.runs[0].results[0].level = 'fatal';
  assert.ok(!validate(broken), 'the schema must refuse a level of its own');
}

// Its exit status is 0 whatever it finds: its own report counts.
function multitool() {
  const root = path.dirname(require.resolve('@microsoft/sarif-multitool-linux/package.json'));
  const program = ['Sarif.Multitool', 'sarif'].map(name => `${root}/${name}`).find(fs.existsSync);
  if (!program) {
    console.log('skipped: no program in sarif-multitool-linux');
    return;
  }
  fs.chmodSync(program, 0o755);
  const broken = json('r.sarif');
  broken.runs[0].results[0].ruleIndex = 99;
  fs.writeFileSync(path.join(directory, 'broken.sarif'), JSON.stringify(broken));
  const output = path.join(directory, 'judged.json');
  const run = spawnSync(program, ['validate', ...files('.sarif').map(name => path.join(directory, name)), '--rule-kind', 'Sarif;Ghas',
    '--level', 'Error;Warning', '--output', output, '--log', 'ForceOverwrite'],
  { encoding: 'utf8', env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' } });
  assert.ok(fs.existsSync(output), `multitool wrote nothing: ${run.stdout}${run.stderr}`);
  const errors = (JSON.parse(fs.readFileSync(output)).runs[0].results ?? []).filter(result => result.level === 'error')
    .map(result => `${path.basename(result.locations[0].physicalLocation.artifactLocation.uri)}: ${result.ruleId}: ${result.message.arguments}`);
  assert.deepEqual(errors.filter(error => !error.startsWith('broken.sarif')), []);
  assert.ok(errors.some(error => error.startsWith('broken.sarif: SARIF1009')), 'multitool must refuse a rule index out of range');
}

// One thread flow for each thread of an inversion, in the order of the threads.
function threadFlows() {
  const result = json('r.sarif').runs[0].results.find(r => r.ruleId === 'paraudit-lock-order-inversion');
  assert.deepEqual(result.codeFlows[0].threadFlows.map(flow => flow.id), ['thread 1', 'thread 2']);
  assert.equal(result.locations.length, 1);
}

function speedscope() {
  const Ajv = require('ajv');
  const ajv = new Ajv({ strict: false });
  const root = path.dirname(require.resolve('speedscope/package.json'));
  const schema = [`${root}/file-format-schema.json`, ...fs.readdirSync(`${root}/dist/release`).filter(n => /^file-format-schema.*\.json$/.test(n))
    .map(n => `${root}/dist/release/${n}`)].find(fs.existsSync);
  const validate = ajv.compile(JSON.parse(fs.readFileSync(schema)));
  for (const name of files('.speedscope.json'))
    accepts(validate, json(name), name);
  const broken = json('r.speedscope.json');
  delete broken.shared;
  assert.ok(!validate(broken), 'the schema must refuse a file without frames');
  const profile = json('r.speedscope.json').profiles[0];
  assert.equal(profile.weights.reduce((sum, weight) => sum + weight, 0), profile.endValue);
}

function pprof() {
  const { Profile } = require('pprof-format');
  for (const name of files('.pb.gz')) {
    const profile = Profile.decode(zlib.gunzipSync(read(name)));
    const text = index => profile.stringTable.strings[Number(index)];
    assert.deepEqual(profile.sampleType.map(type => text(type.type)), ['contentions', 'wait_delay', 'caused_delay']);
    for (const sample of profile.sample)
      assert.ok(sample.locationId.every(id => profile.location.some(location => location.id === id)), 'a stack of known places');
  }
  const profile = Profile.decode(zlib.gunzipSync(read('r.pb.gz')));
  const waits = profile.sample.reduce((sum, sample) => sum + Number(sample.value[1]), 0);
  const report = json('r.json');
  const blamed = lock => lock.blame.reduce((sum, cell) => sum + cell.wait_ns, 0);
  const expected = [...report.locks, ...report.wait_objects].reduce((sum, lock) => sum + Math.max(lock.wait_ns.total, blamed(lock)), 0);
  assert.equal(waits, expected);
}

// GitLab publishes no schema; this is its documentation's.
function gitlab() {
  const Ajv = require('ajv');
  const validate = new Ajv().compile({
    type: 'array',
    items: {
      type: 'object',
      required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
      properties: {
        severity: { enum: ['info', 'minor', 'major', 'critical', 'blocker'] },
        location: {
          type: 'object', required: ['path', 'lines'],
          properties: { path: { type: 'string', pattern: '^[^./]' }, lines: { type: 'object', required: ['begin'], properties: { begin: { type: 'integer', minimum: 1 } } } },
        },
      },
    },
  });
  accepts(validate, json('g.gitlab.json'), 'g.gitlab.json');
}

for (const check of [sarifSchema, multitool, threadFlows, speedscope, pprof, gitlab]) {
  check();
  console.log(`ok: ${check.name}`);
}
