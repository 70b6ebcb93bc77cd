// Loaded first by what the launcher runs: should the launcher be killed without a chance to pass a
// signal on, its end of the channel closes, and the program shuts down in order instead of living on.
process.channel?.unref()
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
