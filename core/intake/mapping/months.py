"""Names of months in English, French, Spanish and Arabic, as dates are written with them."""

from core.domain.plain_words import plain_letters

_NAMES = (
    "january jan janvier janv enero ene يناير كانون_الثاني",
    "february feb fevrier fevr febrero فبراير شباط",
    "march mar mars marzo مارس اذار",
    "april apr avril avr abril abr ابريل نيسان",
    "may mai mayo مايو ايار",
    "june jun juin junio يونيو حزيران",
    "july jul juillet juil julio يوليو تموز",
    "august aug aout agosto ago اغسطس اب",
    "september sep sept septembre septiembre set سبتمبر ايلول",
    "october oct octobre octubre اكتوبر تشرين_الاول",
    "november nov novembre noviembre نوفمبر تشرين_الثاني",
    "december dec decembre diciembre dic ديسمبر كانون_الاول",
)

MONTHS = {
    plain_letters(word.replace("_", " ")): number
    for number, names in enumerate(_NAMES, start=1)
    for word in names.split()
}
"""Name, in plain letters, to the number of the month."""

MONTH_WORDS = frozenset(MONTHS) | {"février", "févr", "août", "décembre"}
