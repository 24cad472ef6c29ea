"""Names of the demo town's people and streets, all invented; telephone numbers from Ofcom's range for drama."""

FIRST_NAMES = [
    "Ada", "Aisha", "Alan", "Alice", "Amina", "Andrew", "Angharad", "Anita", "Arthur", "Barbara", "Bethan", "Brian",
    "Carys", "Catherine", "Charlotte", "Chloe", "Colin", "Daniel", "David", "Deborah", "Derek", "Dylan", "Eleri",
    "Elizabeth", "Ellie", "Emma", "Farah", "Fiona", "Frank", "Gareth", "George", "Gethin", "Grace", "Gwen", "Hannah",
    "Harry", "Helen", "Howard", "Huw", "Imran", "Ioan", "Irene", "Isaac", "Ivy", "Jack", "Jacob", "Janet", "Jasmine",
    "Jean", "Joan", "Joseph", "Josie", "Karen", "Keith", "Khalid", "Laura", "Leah", "Leila", "Lewis", "Llŷr",
    "Louise", "Lowri", "Lucy", "Malcolm", "Margaret", "Maria", "Marek", "Martin", "Maya", "Megan", "Mohammed",
    "Nadia", "Nasreen", "Neil", "Nia", "Nigel", "Olivia", "Oscar", "Owen", "Patricia", "Paul", "Peter", "Priya",
    "Rachel", "Rhian", "Rhŷs", "Robert", "Rosie", "Ruth", "Sarah", "Seren", "Shirley", "Simon", "Siân", "Stephen",
    "Susan", "Sŵyn", "Tariq", "Teresa", "Thomas", "Tomos", "Tracey", "Usha", "Vera", "Victor", "Wendy", "William",
    "Yasmin", "Zofia",
]  # fmt: skip
SURNAMES = [
    "Abbott", "Ahmed", "Ainsworth", "Akhtar", "Archer", "Ashworth", "Atkinson", "Bains", "Barker", "Barlow",
    "Beckett", "Bell", "Bennett", "Birch", "Booth", "Bradshaw", "Brennan", "Brook", "Butterworth", "Carter",
    "Chadwick", "Chaudhry", "Clegg", "Cooper", "Crompton", "Crossley", "Dawson", "Dean", "Dixon", "Duckworth",
    "Eastwood", "Edwards", "Ellis", "Entwistle", "Evans", "Farrell", "Fielding", "Fletcher", "Foster", "Gibson",
    "Greenhalgh", "Griffiths", "Grimshaw", "Hall", "Hargreaves", "Harrison", "Hartley", "Haworth", "Hilton", "Holden",
    "Holt", "Hughes", "Hussain", "Iqbal", "Jackson", "Jenkins", "Jones", "Kaur", "Kay", "Kelly", "Kershaw", "Khan",
    "Kowalski", "Lloyd", "Lomax", "Lord", "Mahmood", "Marsden", "Mason", "Mellor", "Mitchell", "Morgan", "Murphy",
    "Nuttall", "Ogden", "O'Brien", "Okafor", "Owen", "Parry", "Patel", "Pearson", "Pickles", "Pilkington", "Platt",
    "Powell", "Preston", "Price", "Pritchard", "Rahman", "Ramsden", "Rigby", "Roberts", "Rothwell", "Schofield",
    "Shah", "Sharples", "Shaw", "Singh", "Slater", "Smith", "Stott", "Sutcliffe", "Tattersall", "Taylor", "Thomas",
    "Turner", "Tŷler", "Unsworth", "Vickers", "Walsh", "Walton", "Ward", "Watson", "Whittaker", "Williams", "Wilson",
    "Wood", "Wright", "Yates",
]  # fmt: skip
STREETS = [
    "Albert Road", "Back Lane", "Bank Street", "Beech Grove", "Bridge Street", "Canal Row", "Chapel Lane",
    "Church Street", "Cross Street", "Dale View", "Duke Street", "Fell Road", "George Street", "Hawthorn Close",
    "High Street", "Hill Top", "King Street", "Mill Lane", "Moss Street", "North Parade", "Oak Avenue", "Park Road",
    "Quarry Bank", "Queen Street", "Rose Terrace", "School Lane", "Spring Gardens", "Station Road", "Victoria Street",
    "Weir Lane", "West View", "Woodlands Drive",
]  # fmt: skip
TOWNS = ["Alderbrook", "Alderbrook", "Alderbrook", "Moss End", "Upper Weir", "Fellside", "Canal Bank"]
ACCESS_NEEDS = ["Wheelchair user", "Hearing loop", "Guide dog", "Needs an aisle seat", "Level access, walks slowly"]
HOT_FOOD = "Hot food: "
# (what a trading name ends in, the goods)
GOODS = [
    ("Cheese", "Cheese and butter"), ("Fruit and Veg", "Fruit and vegetables"), ("Bakery", "Bread and cakes"),
    ("Fish", "Fresh fish"), ("Eggs", "Eggs and honey"), ("Plants", "Plants and bulbs"), ("Flowers", "Cut flowers"),
    ("Cards", "Greetings cards"), ("Haberdashery", "Wool and haberdashery"), ("Shoes", "Shoes and slippers"),
    ("Knitwear", "Knitwear"), ("Children's Wear", "Children's clothes"), ("Bags", "Bags and purses"),
    ("Phone Repairs", "Telephone covers and repairs"), ("Jewellery", "Jewellery"), ("Soaps", "Soap and candles"),
    ("Pet Supplies", "Pet food and bedding"), ("Tools", "Hand tools"), ("Hardware", "Household hardware"),
    ("Books", "Second-hand books"), ("Records", "Records and CDs"), ("Antiques", "Antiques and collectables"),
    ("Pottery", "Hand-thrown pottery"), ("Woodwork", "Turned wood"), ("Prints", "Prints and maps"),
    ("Sweets", "Sweets and fudge"), ("Preserves", "Jam and chutney"), ("Olives", "Olives and antipasti"),
    ("Spices", "Spices and dried fruit"), ("Tea and Coffee", "Loose tea and coffee beans"), ("Pies", "Pork pies"),
    ("Butchers", "Meat and poultry"), ("Curtains", "Curtains and bedding"), ("Toys", "Toys and games"),
    ("Vintage", "Vintage clothes"), ("Bikes", "Bicycle parts and repairs"),
]  # fmt: skip
HOT_GOODS = [("Noodles", "noodles"), ("Crêpes", "crêpes"), ("Kebabs", "kebabs"), ("Wood-fired Pizza", "pizza"),
             ("Jerk Kitchen", "jerk chicken"), ("Hog Roast", "hog roast"), ("Chaat House", "Indian street food"),
             ("Coffee Van", "coffee and toast"), ("Pierogi", "pierogi"), ("Burger Bar", "burgers")]  # fmt: skip
WELSH = [("Caws Tŷ Mawr", "Cheese from Gwynedd"), ("Bara Tŷ Gwyn", "Bread and bara brith"),
         ("Blodau'r Ŵyl", "Cut flowers and wreaths"), ("Crochendy Dŵr y Nant", "Pottery"),
         ("Gwlân Llŷn", "Wool and blankets")]  # fmt: skip
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def full_name(rnd):
    return f"{rnd.choice(FIRST_NAMES)} {rnd.choice(SURNAMES)}"


def address(rnd):
    """A house in the town, without its postcode."""
    return f"{rnd.randint(1, 180)} {rnd.choice(STREETS)}\n{rnd.choice(TOWNS)}"


def postcode(rnd):
    """A postcode of no real place."""
    return f"AB{rnd.randint(1, 4)} {rnd.randint(1, 9)}{rnd.choice(LETTERS)}{rnd.choice(LETTERS)}"


def telephone(rnd):
    return f"01632 960{rnd.randrange(1000):03d}" if rnd.random() < 0.4 else f"07700 900{rnd.randrange(1000):03d}"
