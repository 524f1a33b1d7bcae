// Copyright The intentops Authors.
// SPDX-License-Identifier: Apache-2.0

package testenv

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	lua "github.com/yuin/gopher-lua"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

// argoCD are the scripts of config/argocd for a kind.
type argoCD struct {
	health, discovery string
	actions           map[string]string
}

var argoScripts = sync.OnceValues(readArgoScripts)

// luaTimeout is how long Argo CD lets a script run.
const luaTimeout = time.Second

var argoStates = []string{"Healthy", "Progressing", "Suspended", "Degraded"}

// ArgoCD is what Argo CD makes of an object by the scripts of config/argocd.
func ArgoCD(object client.Object) (status, message string, err error) {
	scripts, err := scriptsOf(object)
	if err != nil {
		return "", "", err
	}
	result, err := runLua(object, scripts.health, nil)
	if err != nil {
		return "", "", err
	}
	health, is := fromLua(result).(map[string]any)
	if !is {
		return "", "", fmt.Errorf("the health of %s is %v", kindOf(object), result)
	}
	status, _ = health["status"].(string)
	message, _ = health["message"].(string)
	if !slices.Contains(argoStates, status) {
		return "", "", fmt.Errorf("the health of %s is %q", kindOf(object), status)
	}
	return status, message, nil
}

// ArgoCDActions are the actions that Argo CD offers for an object, sorted.
func ArgoCDActions(object client.Object) ([]string, error) {
	scripts, err := scriptsOf(object)
	if err != nil {
		return nil, err
	}
	result, err := runLua(object, scripts.discovery, nil)
	if err != nil {
		return nil, err
	}
	all, _ := fromLua(result).(map[string]any)
	var offered []string
	for name, action := range all {
		if scripts.actions[name] == "" {
			return nil, fmt.Errorf("the action %s of %s has no definition", name, kindOf(object))
		}
		if fields, _ := action.(map[string]any); fields["disabled"] != true {
			offered = append(offered, name)
		}
	}
	slices.Sort(offered)
	return offered, nil
}

// RunArgoCDAction returns the spec that an action makes of an object's.
func RunArgoCDAction(object client.Object, name string, parameters map[string]string) (map[string]any, error) {
	scripts, err := scriptsOf(object)
	if err != nil {
		return nil, err
	}
	result, err := runLua(object, scripts.actions[name], parameters)
	if err != nil {
		return nil, err
	}
	changed, _ := fromLua(result).(map[string]any)
	spec, is := changed["spec"].(map[string]any)
	if !is {
		return nil, fmt.Errorf("the action %s returns no object", name)
	}
	return spec, nil
}

func scriptsOf(object client.Object) (argoCD, error) {
	all, err := argoScripts()
	if err != nil {
		return argoCD{}, err
	}
	scripts, known := all[kindOf(object)]
	if !known {
		return argoCD{}, fmt.Errorf("config/argocd has no script for %s", kindOf(object))
	}
	return scripts, nil
}

func readArgoScripts() (map[string]argoCD, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	file, err := os.ReadFile(filepath.Join(root, "config", "argocd", "argocd-cm.yaml"))
	if err != nil {
		return nil, err
	}
	var configMap struct{ Data map[string]string }
	if err := yaml.Unmarshal(file, &configMap); err != nil {
		return nil, fmt.Errorf("config/argocd: %w", err)
	}
	all := map[string]argoCD{}
	for key, text := range configMap.Data {
		kind := key[strings.LastIndexByte(key, '_')+1:]
		scripts := all[kind]
		switch strings.TrimSuffix(key, "intentops.dev_"+kind) {
		case "resource.customizations.health.":
			scripts.health = text
		case "resource.customizations.actions.":
			var actions struct {
				Discovery   string `json:"discovery.lua"`
				Definitions []struct {
					Name   string `json:"name"`
					Action string `json:"action.lua"`
				} `json:"definitions"`
			}
			if err := yaml.UnmarshalStrict([]byte(text), &actions); err != nil {
				return nil, fmt.Errorf("%s: %w", key, err)
			}
			scripts.discovery, scripts.actions = actions.Discovery, map[string]string{}
			for _, d := range actions.Definitions {
				scripts.actions[d.Name] = d.Action
			}
		default:
			return nil, fmt.Errorf("the key %s is not one of Argo CD", key)
		}
		all[kind] = scripts
	}
	return all, nil
}

// runLua runs a script with what Argo CD gives it: the object, the parameters of an action, and
// of Lua's libraries the base, tables and the time.
func runLua(object client.Object, script string, parameters map[string]string) (lua.LValue, error) {
	if script == "" {
		return nil, errors.New("there is no such script")
	}
	fields, err := content(object)
	if err != nil {
		return nil, err
	}
	l := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer l.Close()
	openLua(l, lua.LoadLibName, lua.OpenPackage)
	openLua(l, lua.BaseLibName, lua.OpenBase)
	openLua(l, lua.TabLibName, lua.OpenTable)
	openLua(l, lua.OsLibName, lua.OpenOs)
	ctx, cancel := context.WithTimeout(context.Background(), luaTimeout)
	defer cancel()
	l.SetContext(ctx)
	l.SetGlobal("obj", toLua(l, fields))
	if parameters != nil {
		table := l.NewTable()
		for name, value := range parameters {
			table.RawSetString(name, lua.LString(value))
		}
		l.SetGlobal("actionParams", table)
	}
	if err := l.DoString(script); err != nil {
		return nil, fmt.Errorf("running a script for %s: %w", kindOf(object), err)
	}
	return l.Get(-1), nil
}

func openLua(l *lua.LState, name string, open lua.LGFunction) {
	l.Push(l.NewFunction(open))
	l.Push(lua.LString(name))
	l.Call(1, 0)
}

func toLua(l *lua.LState, value any) lua.LValue {
	switch v := value.(type) {
	case bool:
		return lua.LBool(v)
	case string:
		return lua.LString(v)
	case int64:
		return lua.LNumber(v)
	case float64:
		return lua.LNumber(v)
	case []any:
		table := l.NewTable()
		for _, item := range v {
			table.Append(toLua(l, item))
		}
		return table
	case map[string]any:
		table := l.NewTable()
		for key, item := range v {
			table.RawSetString(key, toLua(l, item))
		}
		return table
	}
	return lua.LNil
}

func fromLua(value lua.LValue) any {
	switch v := value.(type) {
	case lua.LBool:
		return bool(v)
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return float64(v)
	case *lua.LTable:
		if v.Len() > 0 {
			var list []any
			v.ForEach(func(_, item lua.LValue) { list = append(list, fromLua(item)) })
			return list
		}
		fields := map[string]any{}
		v.ForEach(func(key, item lua.LValue) { fields[key.String()] = fromLua(item) })
		return fields
	}
	return nil
}
