// Loaded before the program: when the door process disappears (kill -9), stop in an orderly way instead of
// living on unseen with the port taken.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
