// Other people's code judges Zhishu's ledger: golang.org/x/mod/sumdb reads its checkpoints and tiles over
// HTTP and proves root, inclusion of random entries and consistency with an earlier tree.
//
//	ledger-go URL VERIFIER[,VERIFIER…] [TOKEN [OLDER-CHECKPOINT-FILE]]
//
// TOKEN is an auditor's: with it the entries themselves are read and hashed, without it the tiles alone are
// judged. The last line is JSON.
package main

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	samples    = 64
)

type verdict struct {
	Origin      string `json:"origin"`
	Size        int64  `json:"size"`
	Root        string `json:"root"`
	Tiles       int    `json:"tiles"`
	Included    int    `json:"included"`
	Entries     int64  `json:"entries"`
	Consistent  int    `json:"consistent"`
	OlderSize   int64  `json:"olderSize,omitempty"`
	ForgeryHeld bool   `json:"forgeryHeld"`
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: ledger-go URL VERIFIER[,VERIFIER…] [TOKEN [OLDER-CHECKPOINT-FILE]]")
		os.Exit(2)
	}
	token, older := "", ""
	if len(os.Args) > 3 {
		token = os.Args[3]
	}
	if len(os.Args) > 4 {
		older = os.Args[4]
	}
	seen, err := judge(strings.TrimSuffix(os.Args[1], "/")+"/ledger", os.Args[2], token, older)
	if err != nil {
		fmt.Fprintln(os.Stderr, "FAULT:", err)
		os.Exit(1)
	}
	text, _ := json.Marshal(seen)
	fmt.Println(string(text))
}

func judge(base, verifier, token, older string) (*verdict, error) {
	keys := []note.Verifier{}
	for text := range strings.SplitSeq(verifier, ",") {
		key, err := note.NewVerifier(text)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
	}
	text, err := fetch(base+"/checkpoint", "")
	if err != nil {
		return nil, err
	}
	tree, err := openCheckpoint(text, keys)
	if err != nil {
		return nil, err
	}
	reader := &tiles{base: base}
	hashes := tlog.TileHashReader(tree, reader)
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return nil, fmt.Errorf("root from tiles: %w", err)
	}
	if root != tree.Hash {
		return nil, fmt.Errorf("root from tiles is %v, signed is %v", root, tree.Hash)
	}
	seen := &verdict{Origin: keys[0].Name(), Size: tree.N, Root: root.String()}
	if err := judgeInclusion(seen, tree, hashes); err != nil {
		return nil, err
	}
	if err := judgeConsistency(seen, tree, hashes, keys, older); err != nil {
		return nil, err
	}
	if token != "" {
		if err := judgeEntries(seen, base, token, tree, hashes); err != nil {
			return nil, err
		}
	}
	seen.Tiles = reader.fetched
	return seen, nil
}

// openCheckpoint checks the signature and reads size and root; tlog.ParseTree knows only the Go database's own header.
func openCheckpoint(text []byte, keys []note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(keys...))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != opened.Sigs[0].Name {
		return tlog.Tree{}, fmt.Errorf("not a checkpoint of %s: %q", opened.Sigs[0].Name, opened.Text)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 {
		return tlog.Tree{}, fmt.Errorf("not a size: %q", lines[1])
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

func judgeInclusion(seen *verdict, tree tlog.Tree, hashes tlog.HashReader) error {
	for range samples {
		index := rand.Int64N(tree.N)
		leaf, err := leafAt(hashes, index)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf); err != nil {
			return fmt.Errorf("entry %d is not in the tree: %w", index, err)
		}
		seen.Included++
		leaf[0] ^= 1
		if tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaf) == nil {
			return errors.New("a forged leaf was proven: this judge is worth nothing")
		}
	}
	seen.ForgeryHeld = true
	return nil
}

func judgeConsistency(seen *verdict, tree tlog.Tree, hashes tlog.HashReader, keys []note.Verifier, older string) error {
	olds := []tlog.Tree{}
	if older != "" {
		text, err := os.ReadFile(older)
		if err != nil {
			return err
		}
		old, err := openCheckpoint(text, keys)
		if err != nil {
			return fmt.Errorf("%s: %w", older, err)
		}
		seen.OlderSize = old.N
		olds = append(olds, old)
	}
	for range 16 {
		size := 1 + rand.Int64N(tree.N)
		root, err := tlog.TreeHash(size, hashes)
		if err != nil {
			return err
		}
		olds = append(olds, tlog.Tree{N: size, Hash: root})
	}
	for _, old := range olds {
		proof, err := tlog.ProveTree(tree.N, old.N, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			return fmt.Errorf("the tree of %d does not continue that of %d: %w", tree.N, old.N, err)
		}
		seen.Consistent++
	}
	return nil
}

// judgeEntries reads every entry bundle (C2SP tlog-tiles: uint16 lengths) and compares each leaf with the tree.
func judgeEntries(seen *verdict, base, token string, tree tlog.Tree, hashes tlog.HashReader) error {
	for at := int64(0); at < tree.N; at += 1 << tileHeight {
		width := int(min(tree.N-at, 1<<tileHeight))
		path := tlog.Tile{H: tileHeight, L: -1, N: at >> tileHeight, W: width}.Path()
		bundle, err := fetch(base+"/"+asC2SP(path), token)
		if err != nil {
			return err
		}
		for i := range width {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("%s is cut short at entry %d", path, at+int64(i))
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			leaf, err := leafAt(hashes, at+int64(i))
			if err != nil {
				return err
			}
			if tlog.RecordHash(bundle[2:end]) != leaf {
				return fmt.Errorf("entry %d is not the leaf in the tree", at+int64(i))
			}
			bundle = bundle[end:]
			seen.Entries++
		}
		if len(bundle) > 0 {
			return fmt.Errorf("%s holds more than its entries", path)
		}
	}
	return nil
}

func leafAt(hashes tlog.HashReader, index int64) (tlog.Hash, error) {
	found, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
	if err != nil {
		return tlog.Hash{}, err
	}
	return found[0], nil
}

type tiles struct {
	base    string
	kept    map[string][]byte
	fetched int
}

func (t *tiles) Height() int { return tileHeight }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(wanted))
	for i, tile := range wanted {
		path := asC2SP(tile.Path())
		if kept, is := t.kept[path]; is {
			found[i] = kept
			continue
		}
		bytes, err := fetch(t.base+"/"+path, "")
		if err != nil {
			return nil, err
		}
		found[i] = bytes
		t.fetched++
	}
	return found, nil
}

// SaveTiles is called with tiles that were proven against the signed root.
func (t *tiles) SaveTiles(proven []tlog.Tile, data [][]byte) {
	if t.kept == nil {
		t.kept = map[string][]byte{}
	}
	for i, tile := range proven {
		t.kept[asC2SP(tile.Path())] = data[i]
	}
}

// asC2SP turns the path of the Go database (tile/8/0/…, tile/8/data/…) into that of C2SP tlog-tiles.
func asC2SP(path string) string {
	rest := strings.TrimPrefix(path, "tile/8/")
	return "tile/" + strings.Replace(rest, "data/", "entries/", 1)
}

func fetch(url, token string) ([]byte, error) {
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s %s", url, response.Status, body)
	}
	return body, err
}
