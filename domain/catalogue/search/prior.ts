/**
 * What is known of a procedure before any query: how many people need it, and whom it is not for. A birth is
 * registered a thousand times for each one registered at a border, and a health-insurance card issued by the police
 * is one for policemen.
 */
import { words } from '../words.ts';
import type { ListItem } from '../list.ts';

/**
 * Special circles: when a name speaks of one and the query does not, another procedure is meant. Folded; compared
 * with whole names and queries.
 */
const circles: readonly RegExp[] = [
	/nuoc ngoai|ngoai giao|lanh su|viet kieu|dai dien viet nam/,
	/khu vuc bien gioi|vung bien gioi|bien gioi/,
	/luu dong/,
	/cong an nhan dan|can bo chien si|canh sat|luc luong vu trang/,
	/quan nhan|quan doi|quoc phong|quan su|si quan|dan quan|du bi/,
	/co yeu/,
	/trung uong|cap bo\b/,
	/dang vien|cong chuc|vien chuc/,
	/thu hoi|huy bo|cham dut|xoa |dinh chi|mien nhiem/,
	/cap lai|cap doi|gia han|sua doi|dieu chinh|dang ki lai|bo sung|thay doi/,
	/to chuc tin dung|ngan hang/,
	/lien thong|ket hop/,
	/khong du dieu kien|khong thuoc|truong hop bi thu hoi/
];
const circleCost = 0.05;
const circleCostMax = 0.12;

/** Agencies whose social policy is for their own people, unless it is what everybody goes to them for. */
const ownPeopleSectors = /^(Chính sách|.* BQP|Công tác Văn phòng|Tổ chức,? cán bộ)$/;

/** 0 to about 0.25, larger for what more people need. */
export function priorOf(item: ListItem): number {
	let prior = 0.2 * Math.min(1, item.popularity / 100);
	if (item.lifeEvents.length > 0) prior += 0.03;
	if (item.levels.includes('commune')) prior += 0.02;
	if (item.audience.includes('citizen')) prior += 0.015;
	if (/^(UBND|Ủy ban nhân dân) (tỉnh|thành phố|Thành phố|TP)/.test(item.agency.name.vi)) prior -= 0.05;
	if (ownPeopleSectors.test(item.sector.name.vi)) prior -= 0.08;
	if (item.validTo !== null) prior -= 0.05;
	return prior;
}

/** Bit i: the text speaks of circle i. */
export function circlesOf(text: string): number {
	const folded = words(text)
		.map((word) => word.text)
		.join(' ');
	return circles.reduce((bits, circle, i) => (circle.test(folded) ? bits | (1 << i) : bits), 0);
}

/** What it costs that a name speaks of circles that the query does not. */
export function circlesCost(nameCircles: number, queryCircles: number): number {
	let other = nameCircles & ~queryCircles;
	let cost = 0;
	for (; other !== 0; other &= other - 1) cost += circleCost;
	return Math.min(cost, circleCostMax);
}
