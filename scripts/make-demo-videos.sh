#!/bin/sh
# Makes the three videos of the demo. They are committed, so nobody has to run this; it shows how they came about.
# Needs ffmpeg with libx264 and drawtext. Every picture is computed here: there is nothing of anybody else's in them.
set -eu
cd "$(dirname "$0")/.."
mkdir -p demo/videos

# make NAME TITLE COLOURS SPEED SEED: a slow field of colour, and a title that drifts.
make() {
  ffmpeg -hide_banner -loglevel error -y \
    -f lavfi -i "gradients=size=640x360:rate=25:duration=7:nb_colors=4:$3:speed=$4:seed=$5" \
    -vf "drawbox=x='120+80*sin(t*0.9)':y=300:w=400:h=4:color=white@0.7:t=fill,\
drawtext=font=DejaVu Serif:text='$2':fontsize=84:fontcolor=white:borderw=3:bordercolor=black@0.35:\
x='(w-text_w)/2+60*sin(t*0.9)':y='(h-text_h)/2+24*cos(t*1.8)',format=yuv420p" \
    -c:v libx264 -profile:v baseline -level 3.0 -preset veryslow -crf 30 -g 50 -bitexact \
    -movflags +faststart "demo/videos/$1.mp4"
}

make spring Spring "c0=0x8bd17c:c1=0xf7c6d9:c2=0xfdf3a3:c3=0x5fb3a1" 0.02 11
make summer Summer "c0=0x1e90d0:c1=0xffd23f:c2=0xff8c42:c3=0x2ec4b6" 0.02 22
make autumn Autumn "c0=0x8c2f1b:c1=0xd9822b:c2=0x4a2c1a:c3=0xe0b040" 0.02 33
ls -l demo/videos
