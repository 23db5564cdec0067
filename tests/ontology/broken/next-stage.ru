# names: tpg:purchase
DELETE { tpg:purchase tpg:nextStage ?n } INSERT { tpg:purchase tpg:nextStage tpg:needRecognition } WHERE { tpg:purchase tpg:nextStage ?n }
