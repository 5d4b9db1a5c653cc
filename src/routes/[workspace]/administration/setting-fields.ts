import type { Words } from '#platform/languages/words.ts'
import type { FieldProps } from '#ui/form.ts'
import type { Option } from '#ui/types.ts'

type Contact = { office: string | null; email: string | null; telephone: string | null; address: string | null }

type Given = {
	settings: {
		name: Record<string, string>
		languages: string[]
		timeZone: string
		numberPrefix: string
		secretariat: string | null
		framework: string | null
		letterhead: Record<string, string>
		contact: Contact
		closedKinds: string[]
		closedPages: string[]
		kinds: string[]
		pages: string[]
	}
	offered: readonly string[]
	zones: readonly string[]
	actors: readonly Option[]
	frameworks: readonly Option[]
}

/** The fields of a workspace's settings, in the order people think of them. */
export function settingFields(words: Pick<Words, 't' | 'languageName'>, given: Given): FieldProps[] {
	return [...called(words, given), ...working(words, given), ...shown(words, given)]
}

function called({ t, languageName }: Pick<Words, 't' | 'languageName'>, { settings, offered }: Given): FieldProps[] {
	const [first = 'en'] = settings.languages
	const every = [...new Set([...offered, ...settings.languages])].map((value) => ({
		value,
		label: languageName(value)
	}))
	return [
		...settings.languages.map((language, index) => ({
			name: `name[${language}]`,
			label: t('administration.field.name-in', { language: languageName(language) }),
			required: index === 0,
			maxlength: 200,
			value: settings.name[language],
			lang: language
		})),
		{
			name: 'firstLanguage',
			kind: 'select',
			label: t('administration.field.first-language'),
			hint: t('administration.hint.first-language'),
			required: true,
			options: every,
			value: first
		},
		{
			name: 'languages',
			kind: 'checkboxes',
			label: t('administration.field.languages'),
			options: every,
			value: settings.languages
		}
	]
}

function working({ t }: Pick<Words, 't'>, { settings, zones, actors, frameworks }: Given): FieldProps[] {
	return [
		{
			name: 'timeZone',
			kind: 'select',
			label: t('administration.field.time-zone'),
			hint: t('administration.hint.time-zone'),
			required: true,
			options: zones.map((zone) => ({ value: zone, label: zone })),
			value: settings.timeZone
		},
		{
			name: 'numberPrefix',
			label: t('administration.field.number-prefix'),
			hint: t('administration.hint.number-prefix', { example: `${settings.numberPrefix}-REC-2026-014` }),
			required: true,
			maxlength: 20,
			value: settings.numberPrefix
		},
		{
			name: 'secretariat',
			kind: 'select',
			label: t('administration.field.secretariat'),
			hint: t('administration.hint.secretariat'),
			options: actors,
			value: settings.secretariat
		},
		{
			name: 'framework',
			kind: 'select',
			label: t('administration.field.framework'),
			hint: t('administration.hint.framework'),
			options: frameworks,
			value: settings.framework
		}
	]
}

function shown({ t, languageName }: Pick<Words, 't' | 'languageName'>, { settings }: Given): FieldProps[] {
	const { contact } = settings
	return [
		...settings.languages.map((language): FieldProps => ({
			name: `letterhead[${language}]`,
			kind: 'textarea',
			label: t('administration.field.letterhead', { language: languageName(language) }),
			hint: t('administration.hint.letterhead'),
			rows: 3,
			maxlength: 1_000,
			value: settings.letterhead[language]
		})),
		{ name: 'contactOffice', label: t('administration.field.contact-office'), maxlength: 200, value: contact.office },
		{
			name: 'contactEmail',
			kind: 'email',
			label: t('administration.field.contact-email'),
			maxlength: 200,
			value: contact.email
		},
		{
			name: 'contactTelephone',
			kind: 'tel',
			label: t('administration.field.contact-telephone'),
			maxlength: 60,
			value: contact.telephone
		},
		{
			name: 'contactAddress',
			kind: 'textarea',
			label: t('administration.field.contact-address'),
			rows: 3,
			maxlength: 500,
			value: contact.address
		},
		{
			name: 'closedKinds',
			kind: 'checkboxes',
			label: t('administration.field.closed-kinds'),
			hint: t('administration.hint.closed-kinds'),
			options: settings.kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}.plural`) })),
			value: settings.closedKinds
		},
		{
			name: 'closedPages',
			kind: 'checkboxes',
			label: t('administration.field.closed-pages'),
			hint: t('administration.hint.closed-pages'),
			options: settings.pages.map((page) => ({ value: page, label: t(`public-page.${page}`) })),
			value: settings.closedPages
		}
	]
}
