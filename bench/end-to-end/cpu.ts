// Loaded into each contender before its own code: says, when asked, how much CPU its process has used so far, all
// threads, ms.
process.on('message', message => {
  if (message !== 'cpu') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpu: (user + system) / 1000 });
});
// The question must not keep a process alive that has been told to stop.
process.channel?.unref();
// Nor may one outlive the benchmark.
process.once('disconnect', () => process.exit());
