/** Why a workbook is no form: what the page on which it is sent says, worded by `refusal.registers.<reason>`. */
export const UNREAD = ['no-survey', 'no-questions'] as const
