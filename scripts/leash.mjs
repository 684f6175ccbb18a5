/**
 * Preloaded into every process that ours start (`node --import`): ends it when the parent is gone, even one that was
 * killed and could tell nobody. The channel to the parent is the leash; when it breaks, the process stops as if asked.
 */
if (process.channel) {
	process.on('disconnect', () => {
		// A process that never heard of SIGTERM dies of it; one that closes its database first gets the time to.
		setTimeout(() => process.exit(1), 5_000).unref();
		process.kill(process.pid, 'SIGTERM');
	});
	process.channel.unref();
}
