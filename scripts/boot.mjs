#!/usr/bin/env node
// The door every command goes through. It must parse on very old Node versions so that they get a sentence
// instead of a syntax error; hence no modern syntax here and everything else behind a dynamic import.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error('Entente needs Node 20 or newer to start; this is Node ' + process.versions.node + '.');
  process.exit(1);
} else {
  void import('./boot/main.mjs').then(function (boot) {
    return boot.main(process.argv.slice(2));
  });
}
