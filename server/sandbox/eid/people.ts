/** The people whom the sandbox e-ID knows. Invented; the numbers follow the shape of Decree 137/2015, nobody's own. */
import { createHash } from 'node:crypto';

export interface Person {
	/** Số định danh cá nhân, 12 digits: province of birth, century and sex, year, serial. */
	readonly personalId: string;
	readonly name: string;
	/** YYYY-MM-DD, or only the year where the register knows no more. */
	readonly birthdate: string;
	readonly gender: 'male' | 'female';
	readonly phone: string;
	readonly address: string;
}

/** The same for everyone, printed on the login page: there is nothing here to protect. */
export const sandboxPassword = '123456';

export const people: readonly Person[] = [
	{
		personalId: '012190001234',
		name: 'Nguyễn Thị Mai',
		birthdate: '1990-03-08',
		gender: 'female',
		phone: '0912345678',
		address: 'Bản Sin Suối Hồ, xã Sin Suối Hồ, tỉnh Lai Châu'
	},
	{
		personalId: '011085005678',
		name: 'Vàng A Sùng',
		birthdate: '1985',
		gender: 'male',
		phone: '0387654321',
		address: 'Bản Háng Tàu, xã Tủa Chùa, tỉnh Điện Biên'
	},
	{
		personalId: '079078004321',
		name: 'Trần Văn Bình',
		birthdate: '1978-11-20',
		gender: 'male',
		phone: '0903112233',
		address: '12 Nguyễn Huệ, phường Sài Gòn, Thành phố Hồ Chí Minh'
	},
	{
		personalId: '001182006789',
		name: 'Phạm Thu Hà',
		birthdate: '1982-05-06',
		gender: 'female',
		phone: '0904556677',
		address: '7 Tràng Thi, phường Hoàn Kiếm, Thành phố Hà Nội'
	},
	{
		personalId: '011184004455',
		name: 'Lò Thị Xuân',
		birthdate: '1984-02-14',
		gender: 'female',
		phone: '0915223344',
		address: 'Tổ 4, phường Mường Thanh, tỉnh Điện Biên'
	},
	{
		personalId: '011076007788',
		name: 'Quàng Văn Toàn',
		birthdate: '1976-09-30',
		gender: 'male',
		phone: '0916334455',
		address: 'Tổ 9, phường Điện Biên Phủ, tỉnh Điện Biên'
	}
];

export function findPerson(personalId: string): Person | undefined {
	return people.find((person) => person.personalId === personalId);
}

/** How often everybody has become a stranger; only tests make them so. */
let strangers = 0;

/** From now on everybody logs in as somebody whom nobody knows yet; logins of before go on as who they were. */
export function makeStrangers(): void {
	strangers++;
}

/**
 * The person's opaque, stable identifier (VNeID calls it TechID). Derived, so that no restart and no emptied data
 * folder gives anyone a second identity.
 */
export function techId(person: Person, as = strangers): string {
	const again = as === 0 ? '' : ` ${as}`;
	return createHash('sha256')
		.update(`sandbox e-ID: ${person.personalId}${again}`)
		.digest('base64url')
		.slice(0, 22);
}

export function findPersonByTechId(sub: string): Person | undefined {
	for (let as = strangers; as >= 0; as--) {
		const found = people.find((person) => techId(person, as) === sub);
		if (found) return found;
	}
	return undefined;
}
