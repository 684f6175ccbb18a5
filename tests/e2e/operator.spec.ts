import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import { expect, test } from '@playwright/test';
import { looksRight } from '../support/looks.ts';
import { firstVisit, ha, logIn, mai, submitHealthCard } from '../support/visit.ts';
import { startWorld } from '../support/world.ts';

test('[A3] [A11] [U2] [U3] what an agency refuses is seen by the operator, sent again when it is mended, and arrives', async ({
	browser
}) => {
	test.setTimeout(120_000);
	const world = await startWorld({ down: ['agency'] });
	const refusing = createServer((request, response) => {
		request.resume().on('end', () => response.writeHead(422).end());
	});
	try {
		await new Promise<void>((done) => refusing.listen(world.ports.agency, done));
		const grant = ['server/auth/roles-command.ts', 'grant', ha.personalId, 'operator'];
		execFileSync(process.execPath, grant, { env: { ...process.env, DATA_DIR: world.dataDir } });

		const citizen = await browser.newPage({ baseURL: world.portal.url });
		await firstVisit(citizen);
		await logIn(citizen, mai);
		await submitHealthCard(citizen, mai);
		const code = (await citizen.getByTestId('dossier-code').first().innerText()).trim();
		const accepted = citizen.locator('[data-testid=timeline-item][data-kind=accepted]');

		const page = await browser.newPage({ baseURL: world.portal.url });
		await logIn(page, ha);
		const parked = page.getByTestId('parked').getByRole('listitem').filter({ hasText: code });
		await expect(async () => {
			await page.goto('/van-hanh');
			await expect(parked).toContainText('từ chối (422)', { timeout: 500 });
		}).toPass({ timeout: 30_000 });
		await looksRight(page);

		await test.step('setting aside without a reason changes nothing', async () => {
			await parked.locator('summary').click();
			// What the browser would stop.
			await page.getByLabel('Vì sao không gửi nữa?').evaluate((input) => input.removeAttribute('required'));
			await page.getByTestId('set-aside').click();
			await expect(page.getByText('Hãy ghi lý do. Chưa có gì thay đổi.').first()).toBeVisible();
			await expect(parked).toBeVisible();
			await looksRight(page);
		});

		await test.step('the agency is mended, and has it after one press', async () => {
			await expect(accepted).toHaveCount(0);
			refusing.closeAllConnections();
			await new Promise((done) => refusing.close(done));
			await world.agency.start();
			await parked.getByTestId('send-again').click();
			await expect(page.getByText('Đã xếp vào hàng để gửi lại')).toBeVisible();
			await expect(accepted).toBeVisible({ timeout: 60_000 });
		});

		await test.step('and it is found by the number of the dossier', async () => {
			await page.locator('#q').fill(code);
			await page.locator('#q').press('Enter');
			await expect(page.getByTestId('found')).toContainText('Cơ quan đã nhận.');
			await looksRight(page);
		});
	} finally {
		refusing.close();
		await world.stop();
	}
});
