// express-pouchdb in its smallest mode on LevelDB in a folder: `node server.js FOLDER`. Its first line is {"url": …}; it ends with its input.
"use strict";

const path = require("path");
const PouchDB = require("pouchdb");

const folder = path.resolve(process.argv[2]);
const Kept = PouchDB.defaults({ prefix: folder + path.sep });
const app = require("express")();
app.use("/", require("express-pouchdb")(Kept, { mode: "minimumForPouchDB", inMemoryConfig: true }));
const server = app.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
