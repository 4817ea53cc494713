"""The demo's people: names, languages, jobs, and numbers (555-01xx only, none twice); one seed, the same people."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


def _words(text: str) -> list[str]:
    return text.split()


_FIRST = _words(
    "Marcus Terrence Jamal Denise Keisha Tyrell Andre Shawn Nicole Victor Brianna Dwayne Monique Omar Eric Patrice"
    " Calvin Isaiah Robert Deshawn Latoya Malik Tamika Kareem Ebony Darnell Aaliyah Reginald Yolanda Curtis Shanice"
    " Leon Renee Tyrone Crystal Antoine Jasmine Kevin Tasha Hakeem Simone Jerome Vanessa Troy Angela Rasheed Danielle"
    " Wayne Sharon Nathaniel Erica Lamar Michelle Damon Kiara Bernard Tonya Quincy Destiny Clifford Alicia Vernon"
    " Sean Colleen Patrick Kathleen Anthony Gina Dominic Maria Joseph Theresa Frank Stacey Khalil Imani Devon Tiara"
    " Jalen Nia Trevor Janelle Elijah Raven Desmond Felicia Roland Charlene Winston Marlene Minh Linh Sokha Dara",
)
_LAST = _words(
    "Bell Hall Pierce Walker Monroe Banks Coleman Mills Price Lane Stokes Foster Ellis Hughes Simmons Young Reed Grant"
    " Dunn Carter Boone Whitfield Parks Sutton Gaines Mayfield Tate Lowery Saunders Bowman Holloway Pratt Easley Hines"
    " Tillman Winslow Barber Mosley Chambers Dixon Fields Goodwin Hairston Ingram Jeffries Kirkland Lassiter McCray"
    " Nesmith Odom Pettway Quarles Rollins Shields Thornton Upshaw Vaughn Wiggins Yancey Abrams Blackwell Copeland"
    " Dorsey Everett Flowers Gallagher Harmon Irving Jennings Kessler Lawson Murphy Nolan Osborne Pettit Ramsey Spencer"
    " Turner Underwood Vance Whitaker Kowalski DiNardo Esposito Okafor Mensah Tran Nguyen Chhay Pham Baptiste Pierre"
    " Bright Cole Drummond Elmore Frazier Garland Hooper Isom Judge Kemp Lyles Mapp Neal Overton Poole Rusk Sharpe",
)
_NOMBRES = _words(
    "Ana Luis Maria Hector Rosa Carmen Jose Miguel Yolanda Rafael Luz Angel Marisol Ramon Iris Wilfredo Migdalia Edwin"
    " Awilda Orlando Damaris Efrain Noemi Pedro Gladys Julio Evelyn Cesar Lourdes Ivan Milagros Nelson Wanda Raul"
    " Esperanza Jorge Teresa Santos Elsa Felix Norma Alexis Brenda Gilberto Zoraida Ismael Leticia Oscar Sonia Ruben",
)
_APELLIDOS = _words(
    "Ruiz Ortega Delgado Vega Medina Cruz Rivera Santiago Colon Rosario Torres Ramos Nieves Figueroa Acosta Maldonado"
    " Pagan Quiles Velez Marrero Rosado Lugo Ayala Cintron Burgos Camacho Fuentes Guzman Hernandez Irizarry Jimenez"
    " Lebron Mercado Negron Ocasio Padilla Quinones Reyes Soto Trinidad Vargas Zayas Alvarado Bonilla Cordero Duran"
    " Espinal Feliciano Galarza Hidalgo Laboy Matos Navarro Oquendo Pena Robles Salgado Tapia Urena Valentin",
)
WORK = (
    "the warehouse", "the kitchen", "the laundry", "the car wash", "the bakery", "the loading dock", "the hotel",
    "the grocery", "the moving company", "the cleaning company", "the recycling plant", "the cafeteria",
)  # fmt: skip
TRABAJO = {
    "the warehouse": "el almacén", "the kitchen": "la cocina", "the laundry": "la lavandería",
    "the car wash": "el lavado de carros", "the bakery": "la panadería", "the loading dock": "el muelle de carga",
    "the hotel": "el hotel", "the grocery": "el supermercado", "the moving company": "la mudanza",
    "the cleaning company": "la limpieza", "the recycling plant": "el reciclaje", "the cafeteria": "la cafetería",
}  # fmt: skip
_AREAS = _words(
    "215 267 445 484 610 835 856 609 302 717 570 814 724 412 878 272 223 582 201 551 732 848 862 908 973 212 315 332"
    " 347 516 518 585 607 631 646 680 716 718 838 845 914 917 929 934 240 301 410 443 667 202 703 571 804 757 540 434"
    " 276 304 681 216 220 234 283 326 330 380 419 440 513 567 614 740 937 203 475 860 959 401 413 508 617 774 781 857"
    " 978 603 802 207 252 336 704 743 828 910 919 980 803 839 843 854 864 229 404 470 478 678 706 762 770 912 239 305"
    " 321 352 386 407 448 561 656 689 727 754 772 786 813 850 863 904 941 954",
)
SENDER = "+12155550199"
"""The office's own number."""
NEAR = 6
"""The area codes of Philadelphia and around it."""


@dataclass(frozen=True, slots=True)
class Person:
    """One client: `place` is their place in the office, from 0; `since` the days ago that they came to it."""

    place: int
    first: str
    last: str
    number: str
    language: str
    work: str
    since: int
    talks: float
    """how often they answer, from 0 to 1"""

    @property
    def name(self) -> str:
        """As it stands on a paper."""
        return f"{self.first} {self.last}"


def people(chance: random.Random, known: Sequence[tuple[str, str, str]], count: int) -> list[Person]:
    """So many people: first the `known` ones (first name, last name, language), then invented ones."""
    numbers = phone_numbers(chance, count)
    names = _names(chance, known, count)
    return [
        Person(
            place,
            first,
            last,
            next(numbers),
            language,
            chance.choice(WORK),
            chance.randint(200, 239) if place < len(known) or chance.random() < 0.55 else chance.randint(21, 200),
            chance.uniform(0.35, 0.95),
        )
        for place, (first, last, language) in enumerate(names)
    ]


def phone_numbers(chance: random.Random, count: int) -> Iterator[str]:
    """At least so many invented numbers and some more, in no order: of the area codes near by, as far as they reach."""
    areas = _AREAS[: max(NEAR, (count + 40) * 11 // 1000 + 1)]
    pool = [number for area in areas for end in range(100) if (number := f"+1{area}55501{end:02d}") != SENDER]
    chance.shuffle(pool)
    return iter(pool)


def _names(chance: random.Random, known: Sequence[tuple[str, str, str]], count: int) -> Iterator[tuple[str, str, str]]:
    """Names that nobody else has; of those who are invented a fifth speaks Spanish."""
    yield from known
    taken = {(first, last) for first, last, _ in known}
    left = count - len(known)
    while left > 0:
        is_spanish = chance.random() < 0.2
        firsts, lasts = (_NOMBRES, _APELLIDOS) if is_spanish else (_FIRST, _LAST)
        name = chance.choice(firsts), chance.choice(lasts)
        if name not in taken:
            taken.add(name)
            left -= 1
            yield *name, "es" if is_spanish else "en"
