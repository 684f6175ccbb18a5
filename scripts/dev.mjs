/** `npm run dev`: Vite's development server as the portal, with the sandbox around it. */
import { usualPorts } from './system.mjs';
import { runSystem } from './running.mjs';

const port = process.env.PORT ?? String(usualPorts.portal);
await runSystem({
	portalCommand: ['node_modules/vite/bin/vite.js', 'dev', '--port', port, '--strictPort'],
	portalEnv: { NODE_ENV: 'development' }
});
