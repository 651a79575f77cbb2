#!/usr/bin/env node
// The `entente` command: the same door as `npm start`, always with the command line of the server.
var major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error('Entente needs Node 20 or newer to start; this is Node ' + process.versions.node + '.');
  process.exit(1);
} else {
  void import('./boot/main.mjs').then(function (boot) {
    var args = process.argv.slice(2);
    var flags = args[0] === 'start' ? ['--web'] : [];
    return boot.main(flags.concat([boot.fromRoot('packages/server/src/cli.ts')], args));
  });
}
