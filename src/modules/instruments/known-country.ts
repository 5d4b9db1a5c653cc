import { COUNTRIES } from '#platform/languages/countries.ts'
import { Country } from '#platform/operation/fields.ts'

const known = new Set(COUNTRIES)

/** A country that exists, by its three letters: files are refused any other, so forms and programs are too. */
export const KnownCountry = Country.refine((code) => known.has(code), { params: { code: 'no-such-country' } })
