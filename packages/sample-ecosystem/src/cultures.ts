/** Word lists for invented firms and people. Company names are put together from two syllables, so no real firm is meant. */
export type CultureName =
  | 'english'
  | 'german'
  | 'french'
  | 'spanish'
  | 'portuguese'
  | 'italian'
  | 'nordic'
  | 'dutch'
  | 'polish'
  | 'japanese'
  | 'indian'
  | 'chinese'
  | 'arabic'
  | 'african';

interface Culture {
  heads: readonly string[];
  tails: readonly string[];
  legalForms: readonly string[];
  given: readonly string[];
  family: readonly string[];
}

const words = (text: string): readonly string[] => text.split(' ');

export const CULTURES: Readonly<Record<CultureName, Culture>> = {
  english: {
    heads: words(
      'Ash Black Bram Bright Brook Cald Carr Clay Cole Crest Dray East Elm Fair Fen Glen Grey Hale Hart Hazel Holt Iron Kings Lang Lock March Mill North Oak Pem Quill Red Rock Sand Shel Silver Stan Thorn Wal West Whit Wind Wood York',
    ),
    tails: words(
      'bourne bridge bury combe cote croft dale den field ford gate ham haven hurst land ley low mere more point ridge stead stone ton vale wick worth',
    ),
    legalForms: ['Ltd', 'Inc.', 'plc', 'LLC'],
    given: words('Amelia Oliver Grace Henry Nadia Marcus Priya Daniel Erin Thomas Keisha Samuel Ruth Callum Imani Joel Helen Victor Tessa Malik'),
    family: words(
      'Ashdown Barlow Carver Dunmore Ellery Fenwick Garrick Hollis Ingram Jessop Kendrick Lockwood Mercer Norbury Okafor Prescott Radley Sefton Thackeray Whitlock',
    ),
  },
  german: {
    heads: words(
      'Ahorn Birken Brunn Buchen Eber Eichen Erlen Falken Feld Gold Hagen Hart Hasel Hirsch Hohen Kalten Königs Linden Lauter Mark Neuen Ober Ost Rosen Rot Schwarz Silber Stein Stern Tannen Unter Wald Weiden Weiss Wester Winter',
    ),
    tails: words('acker bach berg born brück burg dorf eck feld furt grund hain hausen heim hof horst kamp moor rode stedt tal thal wald werder'),
    legalForms: ['GmbH', 'AG', 'GmbH & Co. KG', 'SE'],
    given: words('Anke Jürgen Sabine Matthias Leyla Florian Katrin Stefan Ayşe Lukas Heike Jonas Ulrike Björn Miriam Tobias Franziska Emre Annette Moritz'),
    family: words(
      'Albrecht Baumgärtner Dietz Engelhardt Fröhlich Grünwald Hähnel Kessler Lindner Mahler Neubert Özdemir Pohlmann Rösner Schäfer Täuber Uhlig Vogt Winkler Zöllner',
    ),
  },
  french: {
    heads: words(
      'Aubé Beau Belle Bois Bon Chante Châtel Clair Entre Fleur Fonte Grand Haute Lande Long Malle Mire Mont Neuve Pierre Plais Pont Roche Saule Val Verne Vieux Ville',
    ),
    tails: words('bourg brune champ combe court fort fosse garde gny lac lieu lune mare mont nay pré rive roc sart terre tour val vent vigne ville voie'),
    legalForms: ['SA', 'SAS', 'SARL'],
    given: words('Amélie Benoît Camille Étienne Fatou Gaëlle Hugo Inès Julien Karim Léa Mathieu Noémie Olivier Pauline Rémi Solène Thibault Yasmine Zoé'),
    family: words(
      'Arnoux Beaufils Chevreuil Delmas Estève Fontanel Garnaud Hébrard Jourdain Keïta Lemaître Marchand Noiret Périer Quéré Rousselin Sauvage Tessier Vasseur Zidani',
    ),
  },
  spanish: {
    heads: words(
      'Alta Arroyo Barran Buena Campo Cañada Cerro Costa Dora Encina Fuen Guada Llano Mira Monte Nava Olivar Peña Pinar Prado Puerta Rio Roble Sierra Torre Valle Vega Villa',
    ),
    tails: words(
      'bel blanca cal clara dal diel dosa dulce flor fría gal hermosa lara lejo lta mar mayor mena norte nueva plana rada real roja seca sol sur verde viva',
    ),
    legalForms: ['S.A.', 'S.L.', 'S.A. de C.V.'],
    given: words('Alejandra Bruno Carmen Diego Elena Fermín Graciela Hernán Itziar Joaquín Lucía Mateo Nuria Óscar Pilar Ramiro Sofía Tomás Valentina Xavier'),
    family: words(
      'Aguirre Benítez Cárdenas Domínguez Echeverría Figueroa Galindo Herrero Ibáñez Larrañaga Montoya Núñez Olmedo Peralta Quintana Robledo Salazar Urrutia Villalba Zamora',
    ),
  },
  portuguese: {
    heads: words(
      'Alto Boa Branca Campo Cedro Clara Costa Fonte Garça Ilha Jati Lagoa Monte Nova Ouro Palma Pedra Porto Rio Santa Serra Tibu Vale Verde Vila Vista',
    ),
    tails: words('bela brava cal dal dourada firme forte fria funda gal grande lada lisa mar mansa mirim norte nova plana rada real roxa seca sul verde viva'),
    legalForms: ['S.A.', 'Ltda.'],
    given: words(
      'Adriana Bruno Caio Débora Eduardo Flávia Gustavo Helena Ícaro Joana Leandro Mariana Nelson Otávio Patrícia Rafael Simone Thiago Vitória Yuri',
    ),
    family: words(
      'Almeida Barreto Carvalhal Dantas Esteves Falcão Guimarães Honório Junqueira Lacerda Magalhães Noronha Oliveira Peixoto Queirós Rezende Siqueira Tavares Vasconcelos Xavier',
    ),
  },
  italian: {
    heads: words(
      'Acqua Alba Bella Borgo Campo Casal Castel Chiara Colle Conca Fonte Gran Isola Lago Monte Nova Olmo Petra Piano Ponte Porto Rocca Selva Terra Torre Val Villa',
    ),
    tails: words(
      'bianca bruna dolce dora fiore forte fredda lina lunga mara mare nera nova pina rosa rossa rina sana secca serra sole stella tina vecchia verde viva',
    ),
    legalForms: ['S.p.A.', 'S.r.l.'],
    given: words('Alessia Bruno Chiara Dario Elisa Fabrizio Giulia Ivano Letizia Marco Nicolò Ornella Paolo Renata Silvia Tommaso Ugo Viola Matteo Ginevra'),
    family: words(
      'Amadori Bellandi Cattaneo Donati Esposito Ferrario Galvani Innocenti Lombardini Marchetti Nardi Orlandi Pellegrini Quaranta Rinaldi Salvemini Tedesco Ubaldi Vannucci Zanetti',
    ),
  },
  nordic: {
    heads: words(
      'Alm Ask Berg Birk Björk Dal Ek Elv Fjell Gran Gul Hav Hög Lind Lund Mark Norr Ny Ost Ravn Rön Sand Sjö Skog Sol Sten Storm Söder Tall Vik Väst Ång',
    ),
    tails: words('backa borg bro by dahl fors fält gård hamn haug holm kulla lunda löv mo nes rud rum sele sta strand sund torp vall vang viken ö'),
    legalForms: ['AB', 'A/S', 'ApS', 'AS'],
    given: words('Astrid Bjarne Cecilie Dag Elin Freja Gustav Hanne Ivar Jørgen Kirsten Lars Maja Nils Oskar Pernille Rasmus Signe Søren Åsa'),
    family: words(
      'Ahlberg Bergström Christoffersen Dahlgren Ekholm Falk Grønbech Hedlund Iversen Jönsson Kjær Lindahl Mørch Nyström Öberg Palmqvist Rosenlund Sjöberg Thorsen Vestergaard',
    ),
  },
  dutch: {
    heads: words(
      'Beek Berken Boter Brede Dijk Eiken Elzen Gilde Groen Haven Heide Hoog Kaai Koren Linde Maas Meer Molen Noorder Oever Polder Riet Schelde Spaar Veld Water Wester Zand Zee Zuider',
    ),
    tails: words(
      'akker berg bosch brug burg dam dijk donk dorp gaard hoek hof horst huizen kamp kerk laan land lust meer oord poort rade stein veen waard wijk zicht',
    ),
    legalForms: ['B.V.', 'N.V.'],
    given: words('Anouk Bart Carlijn Daan Esmée Floris Gijs Hanneke Ilse Jeroen Karin Lotte Maarten Noor Olaf Pieter Roos Sander Tess Youssef'),
    family: words(
      'Akkerman Beumer Coenraads Dekker Elsinga Fokkema Geerts Hoogland IJsbrand Jonker Kuipers Langeveld Mulder Nijhuis Oosterhof Postma Ruijter Schouten Terpstra Veenstra',
    ),
  },
  polish: {
    heads: words('Biało Brzo Czarno Dąbro Górno Grabo Jasno Jodło Klono Lipo Modro Nowo Olszo Piasko Rado Sokoło Sosno Staro Stróżo Wierzbo Wodo Złoto'),
    tails: words('bór brzeg czyn dar dół gaj góra gród kamień las lin łąka młyn most pole port rzek sad skała staw stok szlak widz wiec zdrój'),
    legalForms: ['S.A.', 'Sp. z o.o.'],
    given: words(
      'Agnieszka Bartosz Celina Dawid Ewelina Filip Grażyna Hubert Iwona Jakub Kinga Łukasz Małgorzata Natalia Oskar Paweł Róża Szymon Urszula Wojciech',
    ),
    family: words(
      'Adamczyk Borkowski Cichocki Dąbek Fijałek Głowacki Halicki Jaworski Krawiec Leśniak Maciejak Nowicki Olszański Piątek Rutkowski Sikora Tomczak Wilczek Zawada Żuraw',
    ),
  },
  japanese: {
    heads: words(
      'Aki Ao Asa Fuji Fuku Haru Hino Hoshi Ina Ishi Iwa Kawa Kiri Kuro Matsu Mina Mori Naga Nishi Oga Saku Shira Taka Toku Tomi Ume Waka Yama Yoshi Yuki',
    ),
    tails: words(
      'bara be da gane gawa hama hara hashi hata ike kado mine moto mura no numa oka saka saki sawa shima sono tani tsu ura wara yama zaki zen zuka',
    ),
    legalForms: ['K.K.', 'G.K.'],
    given: words('Akiko Daichi Emi Fumio Haruka Itsuki Junko Kaito Mariko Naoki Rei Sachiko Shun Takumi Tomoko Yui Yusuke Ayaka Hiroto Kaori'),
    family: words(
      'Aoyama Endo Fujisaki Hamada Inagaki Kataoka Kurosawa Matsuda Mizuno Nakagawa Okabe Saeki Shimizu Takeda Tsuchiya Ueno Wakabayashi Yoshino Hoshino Kitamura',
    ),
  },
  indian: {
    heads: words(
      'Aditya Akash Amrit Anand Arun Chandra Deva Dharma Gaja Indra Jaya Kamal Kaveri Lakshya Maha Mani Nava Padma Prabha Rajat Sagar Satya Shakti Surya Tara Uttam Vajra Vasant Vidya Yamuna',
    ),
    tails: words(
      'bandh darsh dhara dweep gati giri griha jeet jyoti kendra kosh kund loka marg mitra nagar neel path prastha pur raksha rang setu shila sthan tirth vana vari vriksh yan',
    ),
    legalForms: ['Pvt. Ltd', 'Ltd'],
    given: words('Aarav Bhavna Chetan Deepika Eshan Farah Gaurav Harini Ishaan Jyoti Kabir Lavanya Meera Nikhil Ojas Pooja Rohan Shreya Tanvi Varun'),
    family: words(
      'Agarwal Banerjee Chatterjee Deshpande Fernandes Gokhale Hegde Iyer Joshi Kulkarni Lal Menon Nambiar Pillai Qureshi Rao Sengupta Thakur Venkatesan Yadav',
    ),
  },
  chinese: {
    heads: words('An Bao Chang Da Dong Fu Gao Guang Hai He Heng Hong Hua Jia Jin Jun Kai Li Long Ming Nan Ping Qing Rui Shan Tai Tian Wan Xin Yong'),
    tails: words('bei chao chen cheng dao de feng gang guo han hui jiang kang lai lin lun mei mao peng qiao rong sheng tong wei xiang yang yao ye yuan zhou'),
    legalForms: ['Pte. Ltd.', 'Ltd.'],
    given: words('Adeline Boon Chen Daryl Ee Fang Guo Hui Jasmine Kelvin Ling Mei Nicholas Pei Rachel Shu Terence Wei Xiu Yan'),
    family: words('Ang Boey Chua Ding Foo Goh Heng Koh Lau Mak Neo Ong Phua Quek Seah Tay Teo Wee Yap Zhuo'),
  },
  arabic: {
    heads: words(
      'Al-Amal Al-Badr Al-Dar Al-Fajr Al-Ghaf Al-Hadi Al-Jawhar Al-Karam Al-Lulu Al-Majd Al-Noor Al-Qamar Al-Rayan Al-Safa Al-Thuraya Al-Wadi Al-Yasmin Al-Zahra',
    ),
    tails: words('abad een ia iyah oun ara ima ona usa eya issa anah atain uri essa omar udine azir'),
    legalForms: ['LLC', 'PJSC'],
    given: words('Amal Bilal Dalia Faisal Ghada Hamad Iman Jamal Khalid Layla Mariam Nasser Omar Rania Salim Tariq Wafa Yousef Zainab Huda'),
    family: words(
      'Al-Amri Al-Bastaki Al-Darmaki Al-Farsi Al-Ghanem Al-Hashimi Al-Jaberi Al-Kindi Al-Mansoori Al-Nuaimi Al-Qasim Al-Rashid Al-Suwaidi Al-Tamimi Al-Zaabi Barakat Haddad Khoury Nassar Saleh',
    ),
  },
  african: {
    heads: words('Ade Aki Ama Ayo Bola Chi Dan Ebi Eko Fola Gani Ife Ike Jide Kola Lani Nkem Obi Oke Olu Sade Temi Uche Wale Zuri'),
    tails: words('bari buna dapo dele funmi gbola jala kemi koya lade lewa loma mide mola naya nike peju rinde sola tayo tola wumi yemi zola'),
    legalForms: ['Ltd', 'Plc'],
    given: words(
      'Adaeze Babajide Chiamaka Damilola Emeka Folake Gbenga Halima Ifeoma Jumoke Kelechi Lanre Musa Ngozi Obinna Rukayat Segun Tunde Uchenna Yetunde',
    ),
    family: words('Abiola Balogun Chukwu Danjuma Eze Fashola Gowon Ibekwe Jolaoso Kalu Lawal Mbakwe Nwosu Ogunleye Peters Sanusi Taiwo Umeh Wachukwu Yusuf'),
  },
};

export const INDUSTRIES: readonly string[] = [
  'Financial services',
  'Insurance',
  'Manufacturing',
  'Automotive',
  'Energy',
  'Retail',
  'Logistics',
  'Healthcare',
  'Life sciences',
  'Telecommunications',
  'Public sector',
  'Software',
];

/** Two words for each of the twelve industries, in the order of INDUSTRIES: the name tells the trade. */
const ENGLISH_TRADES = words(
  'Bank Capital Insurance Mutual Industries Works Motors Automotive Energy Power Stores Retail Logistics Freight Health Clinics Biosciences Pharma Telecom Networks Council Transit Software Digital',
);
const TRADES: Readonly<Partial<Record<CultureName, readonly string[]>>> & { readonly english: readonly string[] } = {
  english: ENGLISH_TRADES,
  german: words(
    'Bank Finanz Versicherung Assekuranz Maschinenbau Werke Fahrzeugbau Antriebe Energie Stadtwerke Handel Märkte Logistik Spedition Kliniken Medizintechnik Pharma Biotech Telekom Netze Verkehrsbetriebe Kommunal Software Informatik',
  ),
  french: words(
    'Banque Finance Assurances Mutuelle Industries Mécanique Automobile Moteurs Énergie Électricité Distribution Magasins Logistique Transports Santé Cliniques Biotech Pharma Télécom Réseaux Métropole Mobilités Logiciels Numérique',
  ),
  spanish: words(
    'Banco Finanzas Seguros Mutua Industrias Metales Automoción Motores Energía Eléctrica Comercial Tiendas Logística Transportes Salud Clínicas Biotec Farma Telecom Redes Municipal Tránsito Software Digital',
  ),
  portuguese: words(
    'Banco Finanças Seguros Mútua Indústrias Metais Automotiva Motores Energia Elétrica Varejo Lojas Logística Transportes Saúde Clínicas Biotec Farma Telecom Redes Municipal Trânsito Software Digital',
  ),
  italian: words(
    'Banca Finanza Assicurazioni Mutua Industrie Meccanica Auto Motori Energia Elettrica Distribuzione Negozi Logistica Trasporti Salute Cliniche Biotech Farma Telecom Reti Comunale Mobilità Software Digitale',
  ),
  nordic: words(
    'Bank Finans Forsikring Liv Industri Mekaniska Motor Fordon Energi Kraft Handel Butik Logistik Frakt Hälsa Klinik Biotek Pharma Telekom Nät Kommun Trafik Mjukvara Digital',
  ),
  dutch: words(
    'Bank Financiën Verzekeringen Onderlinge Industrie Machines Voertuigen Motoren Energie Stroom Winkels Retail Logistiek Transport Zorg Klinieken Biotech Farma Telecom Netwerken Gemeente Vervoer Software Digitaal',
  ),
  polish: words(
    'Bank Finanse Ubezpieczenia Towarzystwo Przemysł Maszyny Pojazdy Motor Energia Elektro Handel Sklepy Logistyka Spedycja Zdrowie Kliniki Biotech Farma Telekom Sieci Komunalne Transport Oprogramowanie Cyfrowe',
  ),
};

export const tradesOf = (culture: CultureName): readonly string[] => TRADES[culture] ?? TRADES.english;
