export const TITLE = 'Floods in the delta: what we know so far';
export const TEXTS = [
  'Rescue teams from the Red Cross reached the village on Thursday after the river rose by 4 metres overnight, the regional council said in a statement to reporters.',
  'Maria Alvarez Quintero, who leads the council, said that repairs to the dam would cost 26,000 pesos at first and that she had asked the army for help with the boats.',
  'About 300 people slept in schools in Mexico City, according to the council, and 40 of them were brought to a hospital after they had been without clean water for days.',
  'The roads to the coast stay closed for the rest of the week, and the council asked everyone to stay at home until the water has gone down further than it did on Wednesday.',
];
