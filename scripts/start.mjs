/**
 * `npm start`: the built portal with the sandbox around it. `npm start -- --no-sandbox` runs the portal alone, with the
 * operator's own environment (README, "Configuration").
 */
if (process.argv.includes('--no-sandbox')) await import('./serve.mjs');
else {
	const { runSystem } = await import('./running.mjs');
	await runSystem();
}
