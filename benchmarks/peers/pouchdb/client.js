// One device: PouchDB on LevelDB, told what to do line by line, as sync_device.py is. `node client.js FOLDER SERVER`.
// Every line of input is a JSON list [command, …]; the answer is one line of JSON with wall and CPU time in ms and what there is to say.
"use strict";

const crypto = require("crypto");
const fs = require("fs");
const path = require("path");
const readline = require("readline");
const PouchDB = require("pouchdb");

const [folder, url] = process.argv.slice(2);
const AT_ONCE = 500;
const own = { batch_size: AT_ONCE, batches_limit: 2 };
const local = new PouchDB(path.join(folder, "client"));
const remote = new PouchDB(`${url}/orders`);

async function fill(file) {
  const lines = fs.readFileSync(file, "utf8").trimEnd().split("\n");
  for (let from = 0; from < lines.length; from += AT_ONCE) {
    const docs = lines.slice(from, from + AT_ONCE).map((line) => JSON.parse(line));
    await remote.bulkDocs(docs.map((doc) => ({ _id: doc.id, ...doc })));
  }
  return {};
}

function status(name) {
  return Number(fs.readFileSync("/proc/self/status", "utf8").match(new RegExp(`${name}:\\s+(\\d+)`))[1]) / 1024;
}

async function pull() {
  const done = await local.replicate.from(remote, own);
  return { count: done.docs_written };
}

async function push() {
  const done = await local.replicate.to(remote, own);
  return { count: done.docs_written };
}

async function idle() {
  const done = await local.sync(remote, own);
  return { count: done.push.docs_written + done.pull.docs_written };
}

function edited(doc, n) {
  const at = new Date().toISOString();
  const actor = { id: "eng-001", name: "李旻", role: "engineer" };
  const event = { id: crypto.randomUUID(), kind: "note", at, server_at: at, actor, data: { text: `第${n}次复查：设备运行正常` } };
  return { ...doc, answers: { ...doc.answers, cause: `${doc.answers.cause}（${n}）` }, events: [...doc.events, event] };
}

async function edit(count) {
  const ids = (await local.allDocs({ limit: count })).rows.map((row) => row.id);
  const saves = [];
  for (let n = 0; n < ids.length; n += 1) {
    const changed = edited(await local.get(ids[n]), n);
    const began = performance.now();
    await local.put(changed);
    saves.push(performance.now() - began);
  }
  return { count: ids.length, saves };
}

async function photo(file) {
  const [row] = (await local.allDocs({ limit: 1 })).rows;
  const doc = await local.get(row.id);
  await local.putAttachment(row.id, path.basename(file), doc._rev, fs.readFileSync(file), "image/jpeg");
  return {};
}

async function run() {
  const commands = { fill, pull, push, idle, edit, photo };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...values] = JSON.parse(line);
    const began = performance.now();
    const before = process.cpuUsage();
    let told;
    try {
      told = await commands[name](...values);
    } catch (error) {
      told = { failed: String(error.message || error) };
    }
    const wall = performance.now() - began;
    const used = process.cpuUsage(before);
    console.log(JSON.stringify({ ...told, mb: status("VmRSS"), peak: status("VmHWM"), wall, cpu: (used.user + used.system) / 1000 }));
  }
  process.exit(0);
}

run();
