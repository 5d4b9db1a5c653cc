import { checkXlsForm } from '#modules/registers/xlsform/xlsform-queries.ts'
import { registerPage } from '../list.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
	const { words } = locals
	const [{ register, home }, { version, questions, notes }] = await Promise.all([
		registerPage({ locals, params }),
		locals.ask(checkXlsForm, { register: params.register, language: words.language })
	])
	return {
		title: words.name(register.title),
		home,
		version,
		questions,
		notes: notes.map(({ code, key, names, found }) => ({
			key,
			name: words.name(names),
			what: words.t(`registers.xlsform.out.${code}`, { found })
		}))
	}
}
