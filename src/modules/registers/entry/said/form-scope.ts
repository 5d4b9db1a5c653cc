/** What the ids of the inputs in the forms of entries begin with: pages lead to them. */
export const FORM_SCOPE = 'entry'
